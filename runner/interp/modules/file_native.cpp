// The file calls of _native: what io, os and pathlib do with the interpreter's FileSystem.
// A FileError becomes the OSError subclass of its number.
#include <cerrno>
#include <cstring>

#include "runner/interp/modules/library.h"
#include "runner/interp/state.h"

namespace lessonrun::interp {

namespace {

// str, bytes or os.PathLike as text.
std::string path_text(Interpreter& i, const Value& v) {
  Value path = v;
  if (!i.is_instance(path, i.types().str) && !path.is(Kind::kBytes)) {
    const Value method = i.find_attr(path, "__fspath__");
    if (!method)
      i.raise("TypeError", "expected str, bytes or os.PathLike object, not " + i.type_name(path));
    path = i.call(method);
  }
  std::string text =
      path.is(Kind::kBytes) ? path.as<BytesObject>()->data : std::string(i.text(path));
  if (text.find('\0') != std::string::npos) i.raise("ValueError", "embedded null byte");
  return text;
}

template <class F>
Value with_files(Call& c, F run) {
  Interpreter& i = c.interp;
  const std::string path = path_text(i, c[0]);
  try {
    if (!i.files()) throw FileError(EACCES, std::strerror(EACCES), path);
    return run(*i.files(), path);
  } catch (const FileError& e) {
    i.raise(i.call(Value(i.exception_type("OSError")),
                   {Value::integer(e.error_number), i.str(e.what()), c[0]}));
  }
}

Value file_stat(Call& c) {
  return with_files(c, [&](FileSystem& files, const std::string& path) {
    const auto info = files.stat(path);
    if (!info) return Value::none();
    return c.interp.tuple({Value::boolean(info->is_directory),
                           Value::integer(static_cast<int64_t>(info->size)),
                           Value::real(info->modified)});
  });
}

Value list_directory(Call& c) {
  return with_files(c, [&](FileSystem& files, const std::string& path) {
    std::vector<Value> names;
    for (const std::string& name : files.list(path)) names.push_back(c.interp.str(name));
    return c.interp.list(std::move(names));
  });
}

}  // namespace

void fill_files(ModuleBuilder& m) {
  m.function("path_text", "path, /",
             [](Call& c) { return c.interp.str(path_text(c.interp, c[0])); });
  m.function("file_stat", "path, /", file_stat);
  m.function("file_read", "path, /", [](Call& c) {
    return with_files(c, [&](FileSystem& files, const std::string& path) {
      if (const auto info = files.stat(path)) c.interp.check_allocation(info->size);
      return c.interp.bytes(files.read(path));
    });
  });
  m.function("file_write", "path, data, /", [](Call& c) {
    return with_files(c, [&](FileSystem& files, const std::string& path) {
      // What a run may write is limited as its memory is; then the disk is full for it.
      const size_t size = c[1].as<BytesObject>()->data.size();
      uint64_t& written = c.interp.state().file_bytes_written;
      c.interp.check_deadline();
      if ((written += size) > c.interp.limits().memory_bytes)
        throw FileError(ENOSPC, std::strerror(ENOSPC), path);
      files.write(path, c[1].as<BytesObject>()->data, false);
      return Value::none();
    });
  });
  m.function("listdir", "path, /", list_directory);
  m.function("mkdir", "path, /", [](Call& c) {
    return with_files(c, [](FileSystem& files, const std::string& path) {
      files.make_directory(path);
      return Value::none();
    });
  });
  m.function("remove", "path, /", [](Call& c) {
    return with_files(c, [](FileSystem& files, const std::string& path) {
      files.remove(path);
      return Value::none();
    });
  });
  m.function("rename", "source, target, /", [](Call& c) {
    return with_files(c, [&](FileSystem& files, const std::string& path) {
      files.rename(path, path_text(c.interp, c[1]));
      return Value::none();
    });
  });
  m.function("getcwd", "/", [](Call& c) {
    return c.interp.str(c.interp.files() ? c.interp.files()->current_directory() : "/");
  });
  m.function("unsupported", "thing, sentence, /", [](Call& c) -> Value {
    c.interp.unsupported(std::string(c.text(0)), std::string(c.text(1)));
  });
}

}  // namespace lessonrun::interp
