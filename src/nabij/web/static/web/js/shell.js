// SPDX-License-Identifier: EUPL-1.2
// The only script a page loads.

import "./swaps.js";
import "./keyboard.js";
import "./find.js";
import "./small.js";
import "./passkey.js";
import "./lock.js";
import "./drafts.js";
