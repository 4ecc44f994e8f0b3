// What an interpreter needs from the world outside: output, files, module texts, limits.
//
// The interpreter itself opens nothing and prints nowhere; tests and sessions pass these in.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace lessonrun::interp {

// Where output goes. Called in the order things happen.
class Host {
 public:
  virtual ~Host() = default;
  virtual void write_stdout(std::string_view text) = 0;
  virtual void write_stderr(std::string_view text) = 0;
  // What the warnings module shows: goes to stderr, but is told apart.
  virtual void write_warning(std::string_view text) { write_stderr(text); }
  // The repr of an expression statement's value in `single` mode, without a newline.
  virtual void show_value(std::string_view repr) = 0;
  // A line of standard input, without its newline; nothing means end of file.
  virtual std::optional<std::string> read_line() { return std::nullopt; }
  // Seconds since the epoch (a lesson's `now` fixes it).
  virtual double now();
  // Seed of random and uuid4; nothing asks the system for one.
  virtual std::optional<uint64_t> seed() { return std::nullopt; }
};

// One directory entry's facts.
struct FileInfo {
  bool is_directory = false;
  uint64_t size = 0;
  double modified = 0;
};

// Files a program may touch. Paths are as the program wrote them; the implementation confines them.
// Failures throw FileError, which Python sees as OSError's subclass for `error_number`.
class FileSystem {
 public:
  virtual ~FileSystem() = default;
  virtual std::string read(const std::string& path) = 0;
  virtual void write(const std::string& path, std::string_view data, bool append) = 0;
  virtual std::optional<FileInfo> stat(const std::string& path) = 0;
  virtual std::vector<std::string> list(const std::string& path) = 0;
  virtual void make_directory(const std::string& path) = 0;
  virtual void remove(const std::string& path) = 0;  // a file or an empty directory
  virtual void rename(const std::string& from, const std::string& to) = 0;
  virtual std::string current_directory() = 0;
};

// errno-style failure of a FileSystem; `text` is strerror's, e.g. "No such file or directory".
struct FileError : std::runtime_error {
  FileError(int number, const std::string& text, std::string file_path)
      : std::runtime_error(text), error_number(number), path(std::move(file_path)) {}
  int error_number;
  std::string path;
};

// Python text of modules that are not native (a lesson's `file=models.py` blocks).
class ModuleLoader {
 public:
  struct Module {
    std::string text;
    std::string file;  // as tracebacks name it
    bool is_package = false;
    int first_line = 1;
  };
  virtual ~ModuleLoader() = default;
  // `name` is dotted. Nothing when there is no such module.
  virtual std::optional<Module> find(const std::string& name) = 0;
};

struct Limits {
  double seconds = 0;  // wall clock from each begin_deadline(); 0 is none
  uint64_t output_bytes = 16u << 20;
  uint64_t memory_bytes = 512u << 20;
  int recursion = 1000;
};

// The three ways a run ends that Python code cannot catch.
struct Timeout : std::runtime_error {
  using std::runtime_error::runtime_error;
};
struct OutputLimit : std::runtime_error {
  using std::runtime_error::runtime_error;
};
// Python that this interpreter does not have. what() is the whole sentence, which also says what to
// write instead; `line` is where, in the running step.
struct Unsupported : std::runtime_error {
  Unsupported(std::string thing, int at_line, const std::string& sentence)
      : std::runtime_error(sentence), what_is_missing(std::move(thing)), line(at_line) {}
  std::string what_is_missing;
  int line;
};

}  // namespace lessonrun::interp
