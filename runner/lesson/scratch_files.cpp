// The only files a lesson may touch: those in its scratch folder.
#include "runner/lesson/scratch_files.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace lessonrun {

namespace fs = std::filesystem;
using interp::FileError;

namespace {

[[noreturn]] void fail(int number, const std::string& path) {
  throw FileError(number, std::strerror(number), path);
}

void check(const std::error_code& error, const std::string& path) {
  if (error) throw FileError(error.value(), std::strerror(error.value()), path);
}

}  // namespace

ScratchFiles::ScratchFiles(const std::string& folder) {
  std::error_code error;
  const fs::path real = fs::weakly_canonical(folder, error);
  folder_ = error ? folder : real.string();
}

// A path leads outside only through a link or "..": where there is neither, which is nearly always,
// one question to the file system for each part of it says so, and the first part that is missing
// ends the matter. None: the whole path has to be looked at.
std::optional<ScratchFiles::Place> ScratchFiles::without_links(std::string_view path) const {
  if (path.empty() || path.front() == '/') return std::nullopt;
  Place plain{folder_};
  for (size_t begin = 0; begin <= path.size();) {
    const size_t end = std::min(path.find('/', begin), path.size());
    const std::string_view part = path.substr(begin, end - begin);
    if (part.empty() || part == "." || part == "..") return std::nullopt;
    plain.path.append(1, '/').append(part);
    std::error_code error;
    const fs::file_type type = fs::symlink_status(plain.path, error).type();
    if (type == fs::file_type::not_found && path.find("..", end) == std::string_view::npos) {
      plain.path.append(path, end);
      plain.missing = true;
      return plain;
    }
    if (type != fs::file_type::regular && type != fs::file_type::directory) return std::nullopt;
    begin = end + 1;
  }
  return plain;
}

std::optional<ScratchFiles::Place> ScratchFiles::find(const std::string& path) const {
  if (path.find('\0') != std::string::npos) return std::nullopt;
  std::string_view inner = path;
  // The absolute paths that a lesson has are mostly those of its own folder.
  if (inner.size() > folder_.size() && inner.substr(0, folder_.size()) == folder_ &&
      inner[folder_.size()] == '/')
    inner.remove_prefix(folder_.size() + 1);
  if (std::optional<Place> plain = without_links(inner)) return plain;
  std::error_code error;
  const fs::path real = fs::weakly_canonical(fs::path(folder_) / path, error);
  if (error) return std::nullopt;
  const fs::path folder(folder_);
  const auto apart = std::mismatch(folder.begin(), folder.end(), real.begin(), real.end());
  if (apart.first != folder.end()) return std::nullopt;
  // A link that is left now leads to what is not there yet, wherever that is.
  const std::string rest = real.lexically_relative(folder).string();
  return rest == "." ? Place{real.string()} : without_links(rest);
}

std::optional<std::string> ScratchFiles::resolve(const std::string& path) const {
  std::optional<Place> place = find(path);
  return place ? std::optional<std::string>(std::move(place->path)) : std::nullopt;
}

std::string ScratchFiles::inside(const std::string& path) const {
  std::optional<std::string> real = resolve(path);
  if (!real) fail(EACCES, path);
  return *real;
}

std::string ScratchFiles::read(const std::string& path) {
  std::string real = inside(path);
  if (fs::is_directory(real)) fail(EISDIR, path);
  std::ifstream in(real, std::ios::binary);
  if (!in) fail(fs::exists(real) ? EACCES : ENOENT, path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

void ScratchFiles::write(const std::string& path, std::string_view data, bool append) {
  std::string real = inside(path);
  if (fs::is_directory(real)) fail(EISDIR, path);
  if (!fs::exists(fs::path(real).parent_path())) fail(ENOENT, path);
  std::ofstream out(real, std::ios::binary | (append ? std::ios::app : std::ios::trunc));
  out.write(data.data(), static_cast<std::streamsize>(data.size()));
  if (!out) fail(EACCES, path);
}

std::optional<interp::FileInfo> ScratchFiles::stat(const std::string& path) {
  const std::optional<Place> place = find(path);
  if (!place) fail(EACCES, path);
  if (place->missing) return std::nullopt;
  const std::string& real = place->path;
  std::error_code error;
  const fs::file_status status = fs::status(real, error);
  if (error || !fs::exists(status)) return std::nullopt;
  interp::FileInfo info;
  info.is_directory = fs::is_directory(status);
  if (!info.is_directory) info.size = fs::file_size(real, error);
  return info;
}

std::vector<std::string> ScratchFiles::list(const std::string& path) {
  std::string real = inside(path);
  if (!fs::exists(real)) fail(ENOENT, path);
  if (!fs::is_directory(real)) fail(ENOTDIR, path);
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(real)) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

void ScratchFiles::make_directory(const std::string& path) {
  std::string real = inside(path);
  if (fs::exists(real)) fail(EEXIST, path);
  std::error_code error;
  fs::create_directory(real, error);
  check(error, path);
}

void ScratchFiles::remove(const std::string& path) {
  std::string real = inside(path);
  std::error_code error;
  if (!fs::remove(real, error) && !error) fail(ENOENT, path);
  check(error, path);
}

void ScratchFiles::rename(const std::string& from, const std::string& to) {
  std::error_code error;
  fs::rename(inside(from), inside(to), error);
  check(error, from);
}

}  // namespace lessonrun
