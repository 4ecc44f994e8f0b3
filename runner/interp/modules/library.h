// What the table needs of each module: its native part or its Python text.
#pragma once

#include "runner/interp/native.h"

namespace lessonrun::interp {

void fill_sys(ModuleBuilder& m);
void fill_math(ModuleBuilder& m);
void fill_time(ModuleBuilder& m);
void fill_types(ModuleBuilder& m);
void fill_weakref(ModuleBuilder& m);
void fill_native(ModuleBuilder& m);  // what the Python texts need of C++

extern const char* const kTypingText;
extern const char* const kAbcText;
extern const char* const kEnumText;
extern const char* const kDataclassesText;
extern const char* const kCollectionsText;
extern const char* const kCollectionsAbcText;
extern const char* const kFunctoolsText;
extern const char* const kContextlibText;
extern const char* const kItertoolsText;
extern const char* const kOperatorText;
extern const char* const kDatetimeText;
extern const char* const kLoggingText;
extern const char* const kWarningsText;
extern const char* const kCopyText;
extern const char* const kStringText;
extern const char* const kWeakrefText;
extern const char* const kIoText;

}  // namespace lessonrun::interp
