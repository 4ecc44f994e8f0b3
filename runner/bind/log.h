// The echo of an engine as events of the transcript, and as records of Python's logging.
#pragma once

#include <memory>

#include "orm/log.h"

namespace lessonrun::bind {

class Context;
std::shared_ptr<orm::LogSink> make_log(Context& context);

}  // namespace lessonrun::bind
