// Which modules there are, and which of CPython's are refused by name.
#include "runner/interp/modules/table.h"

#include "runner/interp/modules/library.h"

namespace lessonrun::interp {

const std::vector<LibraryModule>& library_modules() {
  static const std::vector<LibraryModule> kModules = {
      {"sys", fill_sys, nullptr},
      {"math", fill_math, nullptr},
      {"time", fill_time, nullptr},
      {"_time", nullptr, kTimeText},
      {"_native", fill_native, nullptr},
      {"typing", nullptr, kTypingText},
      {"typing_extensions", nullptr, "from typing import *\nfrom typing import get_type_hints\n"},
      {"types", fill_types, nullptr},
      {"abc", nullptr, kAbcText},
      {"enum", nullptr, kEnumText},
      {"dataclasses", nullptr, kDataclassesText},
      {"collections", nullptr, kCollectionsText},
      {"_collections_user", nullptr, kCollectionsUserText},
      {"collections.abc", nullptr, kCollectionsAbcText},
      {"functools", nullptr, kFunctoolsText},
      {"contextlib", nullptr, kContextlibText},
      {"itertools", nullptr, kItertoolsText},
      {"operator", nullptr, kOperatorText},
      {"datetime", nullptr, kDatetimeText},
      {"logging", nullptr, kLoggingText},
      {"warnings", nullptr, kWarningsText},
      {"copy", nullptr, kCopyText},
      {"string", nullptr, kStringText},
      {"weakref", fill_weakref, kWeakrefText},
      {"io", nullptr, kIoText},
      {"json", fill_json, kJsonText},
      {"decimal", nullptr, kDecimalText},
      {"random", fill_random, kRandomText},
      {"secrets", nullptr, kSecretsText},
      {"uuid", nullptr, kUuidText},
      {"re", fill_re, kReText},
      {"csv", nullptr, kCsvText},
      {"os", nullptr, kOsText},
      {"posixpath", nullptr, kOsPathText},
      {"pathlib", nullptr, kPathlibText},
      {"fnmatch", nullptr, kFnmatchText},
      {"tempfile", nullptr, kTempfileText},
      {"textwrap", nullptr, kTextwrapText},
      {"pprint", nullptr, kPprintText},
      {"hashlib", fill_hashlib, kHashlibText},
      {"hmac", nullptr, kHmacText},
      {"zlib", fill_binascii, nullptr},
      {"base64", nullptr, kBase64Text},
      {"urllib", nullptr, ""},
      {"urllib.parse", nullptr, kUrllibParseText},
      {"statistics", nullptr, kStatisticsText},
      {"calendar", nullptr, kCalendarText,
       "IllegalWeekdayError prcal calendar HTMLCalendar LocaleTextCalendar LocaleHTMLCalendar "
       "weekheader"},
      {"shlex", nullptr, kShlexText, "shlex"},
      {"html", nullptr, kHtmlText, "parser entities"},
      {"glob", nullptr, kGlobText, "escape"},
      {"timeit", nullptr, kTimeitText, "Timer"},
      {"unittest", nullptr, kUnittestText,
       "mock IsolatedAsyncioTestCase FunctionTestCase expectedFailure installHandler "
       "registerResult removeResult removeHandler addModuleCleanup doModuleCleanups "
       "enterModuleContext getTestCaseNames makeSuite findTestCases"},
      {"argparse", nullptr, kArgparseText,
       "BooleanOptionalAction FileType MetavarTypeHelpFormatter PARSER"},
      {"heapq", nullptr, kHeapqText},
      {"bisect", nullptr, kBisectText},
      {"struct", nullptr, kStructText},
      {"traceback", nullptr, kTracebackText},
      {"inspect", nullptr, kInspectText},
      {"gc", nullptr,
       "def collect(generation=2): return 0\ndef disable(): pass\ndef enable(): pass\n"},
      {"importlib", nullptr,
       "def import_module(name, package=None):\n    import sys\n    __import__(name)\n    return "
       "sys.modules[name]\n"},
      {"__future__", nullptr,
       "annotations = division = print_function = absolute_import = unicode_literals = "
       "generator_stop = None\n"},
  };
  return kModules;
}

bool is_known_missing(const std::string& name) {
  static const char* const kNames[] = {
      "array",       "ast",           "asyncio",      "atexit",
      "binascii",    "cProfile",      "cmath",        "code",
      "codecs",      "concurrent",    "configparser", "contextvars",
      "ctypes",      "difflib",       "dis",          "doctest",
      "email",       "errno",         "faulthandler", "fractions",
      "getpass",     "graphlib",      "gzip",         "html.entities",
      "html.parser", "http",          "ipaddress",    "linecache",
      "locale",      "marshal",       "mimetypes",    "multiprocessing",
      "numbers",     "optparse",      "pdb",          "pickle",
      "pickletools", "pkgutil",       "platform",     "profile",
      "pstats",      "queue",         "resource",     "sched",
      "select",      "selectors",     "shelve",       "shutil",
      "signal",      "site",          "smtplib",      "socket",
      "ssl",         "stat",          "subprocess",   "symtable",
      "sysconfig",   "tarfile",       "threading",    "tkinter",
      "tokenize",    "tomllib",       "tracemalloc",  "turtle",
      "unicodedata", "unittest.mock", "venv",         "webbrowser",
      "wsgiref",     "xml",           "zipfile",      "zoneinfo"};
  for (const char* known : kNames) {
    if (name == known) return true;
  }
  return false;
}

}  // namespace lessonrun::interp
