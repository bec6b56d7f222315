// SPDX-License-Identifier: Apache-2.0
// Runs the cases of the addon named first, in the group named second.
require(process.argv[2]).run(process.argv[3]);
