// Which blocks are the text of a module.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runner/lesson/step.h"

namespace lessonrun {

/// The file that a code block may stand for: its `title`, or a first line `# models.py`; else
/// empty.
std::string module_title(std::string_view title, std::string_view source);

/// Whether a source imports a module: `import models`, `from models import …`, `from models.x
/// import`.
bool imports_module(std::string_view source, std::string_view module);

/// Turns code steps whose title names a module into file steps if another step imports or runs that
/// module, and drops the runs of files (`$ python main.py`) that the lesson does not have.
void resolve_modules(std::vector<Step>& steps, const std::vector<std::string>& files);

}  // namespace lessonrun
