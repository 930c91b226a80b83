"use strict";
/* The admin theme writes a chosen file's name into a text box beside it; ours show it themselves. */
for (const input of document.querySelectorAll('input[type="file"]')) input.hasChangeListener = true;
