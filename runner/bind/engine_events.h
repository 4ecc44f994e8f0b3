// Functions of the lesson that listen to engines, connections and pools; see engine_events.cpp.
#pragma once

#include <memory>
#include <string>

#include "orm/engine.h"
#include "orm/engine_listener.h"
#include "runner/bind/context.h"

namespace lessonrun::bind {

/// One function that listens to one event, until it is removed.
class EngineEventListener : public orm::EngineListener {
 public:
  virtual bool is(const std::string& event, const interp::Value& fn) const = 0;
  bool active = true;
};

/// How event.listen() was asked to call it, and the engine that it listens to.
struct EngineListening {
  bool retval = false;
  bool once = false;
  interp::Value engine;
  const void* only = nullptr;  ///< the state of the one connection that matters; null: all
};

/// Do engines, connections or pools have an event of that name?
bool is_engine_event(const std::string& event);
std::shared_ptr<EngineEventListener> make_engine_listener(Context& context, std::string event,
                                                          interp::Value fn,
                                                          EngineListening listening);

}  // namespace lessonrun::bind
