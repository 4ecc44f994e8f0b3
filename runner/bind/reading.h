// An inspector over one connection, for what reads many tables; see schema.cpp.
#pragma once

#include <optional>

#include "orm/engine.h"
#include "orm/inspect.h"

namespace lessonrun::bind {

/// An inspector that reads all it is asked over one connection, which is closed with the object.
class Reading {
 public:
  explicit Reading(orm::Bind& bind) {
    if (auto* engine = dynamic_cast<orm::Engine*>(&bind)) {
      own_ = engine->connect();
      inspector.emplace(own_);
    } else {
      inspector.emplace(dynamic_cast<orm::Connection&>(bind));
    }
  }
  ~Reading() {
    if (own_ && !own_.closed()) own_.close();
  }
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;
  std::optional<orm::Inspector> inspector;

 private:
  orm::Connection own_;
};

}  // namespace lessonrun::bind
