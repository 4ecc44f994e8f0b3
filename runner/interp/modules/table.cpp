// Which modules there are, and which of CPython's are refused by name.
#include "runner/interp/modules/table.h"

#include "runner/interp/modules/library.h"

namespace lessonrun::interp {

const std::vector<LibraryModule>& library_modules() {
  static const std::vector<LibraryModule> kModules = {
      {"sys", fill_sys, nullptr},
      {"math", fill_math, nullptr},
      {"time", fill_time, nullptr},
      {"_native", fill_native, nullptr},
      {"typing", nullptr, kTypingText},
      {"types", fill_types, nullptr},
      {"abc", nullptr, kAbcText},
      {"enum", nullptr, kEnumText},
      {"dataclasses", nullptr, kDataclassesText},
      {"collections", nullptr, kCollectionsText},
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
  static const char* const kNames[] = {"argparse",   "array",      "ast",
                                       "asyncio",    "atexit",     "base64",
                                       "bisect",     "calendar",   "cmath",
                                       "codecs",     "concurrent", "configparser",
                                       "csv",        "ctypes",     "decimal",
                                       "difflib",    "dis",        "doctest",
                                       "email",      "fractions",  "getpass",
                                       "glob",       "gzip",       "hashlib",
                                       "heapq",      "hmac",       "html",
                                       "http",       "inspect",    "ipaddress",
                                       "json",       "locale",     "multiprocessing",
                                       "numbers",    "os",         "pathlib",
                                       "pickle",     "platform",   "pprint",
                                       "queue",      "random",     "re",
                                       "secrets",    "shelve",     "shutil",
                                       "signal",     "socket",     "sqlite3",
                                       "statistics", "struct",     "subprocess",
                                       "tempfile",   "textwrap",   "threading",
                                       "timeit",     "traceback",  "unicodedata",
                                       "unittest",   "urllib",     "uuid",
                                       "zlib"};
  for (const char* known : kNames) {
    if (name == known) return true;
  }
  return false;
}

}  // namespace lessonrun::interp
