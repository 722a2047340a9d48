// The one script that pages load. It only says what else there is; base.html maps these names to files.
import "article-picker";
import "article-suggestions";
import "colour-field";
import "command-palette";
import "copy-button";
import "desk-keys";
import "draft-keeper";
import "file-drop";
import "for-a-while";
import "live-desk";
import "live-presence";
import "live-ticket";
import "live-updates";
import "markdown-bar";
import "password-reveal";
import "print-button";
import "proof-of-work";
import "theme-choice";
import "toast-note";
import "words-keeper";

import "keep-place";
import "panels";
import "retry";
import "send-keys";
import "submit-once";
import "time-zone";
