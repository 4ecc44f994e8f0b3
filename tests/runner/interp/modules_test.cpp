// What CPython's library has and this one has not is refused by its name.
#include "doctest/doctest.h"
#include "runner/interp/interpreter.h"

namespace {

using namespace lessonrun::interp;

class Silent : public Host {
 public:
  void write_stdout(std::string_view) override {}
  void write_stderr(std::string_view) override {}
  void show_value(std::string_view) override {}
};

// What a source needs that is missing; empty if it runs or raises.
std::string missing_in(const std::string& source) {
  Silent host;
  Interpreter interp(host, {});
  interp.begin_deadline();
  try {
    interp.run(source, {"<stdin>", 1, Mode::kExec});
  } catch (const Unsupported& error) {
    return error.what_is_missing;
  }
  return "";
}

}  // namespace

TEST_CASE("modules that are not here are refused by name, also below one that is") {
  CHECK(missing_in("import asyncio") == "module asyncio");
  CHECK(missing_in("import unittest.mock") == "module unittest.mock");
  CHECK(missing_in("import html.parser") == "module html.parser");
}

TEST_CASE("so are names that a module lacks; names that no module has are the lesson's mistake") {
  CHECK(missing_in("import argparse\nargparse.FileType") == "argparse.FileType");
  CHECK(missing_in("from unittest import mock") == "unittest.mock");
  CHECK(missing_in("from argparse import ArgumentParser") == "");
  CHECK(missing_in("import argparse\nargparse.NoSuchThing") == "");
}

TEST_CASE("so are arguments that would be ignored") {
  CHECK(missing_in("import shlex\nshlex.split('a b', posix=False)") == "shlex.split(posix=False)");
  CHECK(missing_in("import html\nhtml.unescape('caf&eacute;')") == "html.unescape() of &eacute;");
  CHECK(missing_in("import html\nhtml.unescape('a &amp; b')") == "");
}
