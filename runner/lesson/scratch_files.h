// The only files a lesson may touch: those in its scratch folder.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runner/interp/host.h"

namespace lessonrun {

class ScratchFiles final : public interp::FileSystem {
 public:
  explicit ScratchFiles(const std::string& folder);

  std::string read(const std::string& path) override;
  void write(const std::string& path, std::string_view data, bool append) override;
  std::optional<interp::FileInfo> stat(const std::string& path) override;
  std::vector<std::string> list(const std::string& path) override;
  void make_directory(const std::string& path) override;
  void remove(const std::string& path) override;
  void rename(const std::string& from, const std::string& to) override;
  std::string current_directory() override { return folder_; }

  /// The real path, or nothing if it lies outside the folder (links followed).
  std::optional<std::string> resolve(const std::string& path) const;

 private:
  // Where a path leads, and what was seen on the way.
  struct Place {
    std::string path;
    bool missing = false;  // nothing is there; false: not known
  };
  std::optional<Place> find(const std::string& path) const;
  std::optional<Place> without_links(std::string_view path) const;
  std::string inside(const std::string& path) const;
  std::string folder_;
};

}  // namespace lessonrun
