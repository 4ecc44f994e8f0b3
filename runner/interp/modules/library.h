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

void fill_files(ModuleBuilder& m);  // the file calls of _native
void fill_json(ModuleBuilder& m);
void fill_random(ModuleBuilder& m);
void fill_hashlib(ModuleBuilder& m);
void fill_binascii(ModuleBuilder& m);
void fill_re(ModuleBuilder& m);

extern const char* const kJsonText;
extern const char* const kDecimalText;
extern const char* const kRandomText;
extern const char* const kSecretsText;
extern const char* const kUuidText;
extern const char* const kReText;
extern const char* const kCsvText;
extern const char* const kOsText;
extern const char* const kOsPathText;
extern const char* const kPathlibText;
extern const char* const kFnmatchText;
extern const char* const kTempfileText;
extern const char* const kTextwrapText;
extern const char* const kPprintText;
extern const char* const kHashlibText;
extern const char* const kHmacText;
extern const char* const kBase64Text;
extern const char* const kStatisticsText;
extern const char* const kCalendarText;
extern const char* const kShlexText;
extern const char* const kHtmlText;
extern const char* const kGlobText;
extern const char* const kTimeitText;
extern const char* const kUnittestText;
extern const char* const kArgparseText;
extern const char* const kHeapqText;
extern const char* const kBisectText;
extern const char* const kStructText;
extern const char* const kTracebackText;
extern const char* const kInspectText;
extern const char* const kTimeText;
extern const char* const kTypingText;
extern const char* const kAbcText;
extern const char* const kEnumText;
extern const char* const kDataclassesText;
extern const char* const kCollectionsText;
extern const char* const kCollectionsUserText;
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
extern const char* const kUrllibParseText;

}  // namespace lessonrun::interp
