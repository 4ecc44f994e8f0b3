// The style and the script of every page.
#pragma once

namespace lessonrun::site {

extern const char* const style_css;
/// Runs in the head, before anything is drawn: the remembered theme and language.
extern const char* const early_script;
/// Runs at the end: controls, which are hidden until then.
extern const char* const page_script;

}  // namespace lessonrun::site
