// The event column_reflect of a MetaData and of all tables; see reflection_events.cpp.
#pragma once

#include "orm/inspect.h"
#include "runner/bind/context.h"

namespace lessonrun::bind {

/// Is it `column_reflect` of something that has tables?
bool is_reflection_event(const interp::Value& target, const std::string& event);
void listen_to_columns(Context& context, const interp::Value& target, const interp::Value& fn);
/// Before tables are read into a MetaData: tells it of those who listen to all tables.
void tell_of_columns(Context& context, orm::MetaData& metadata);
void add_reflection_event_types(std::vector<std::pair<std::string, TypeMaker>>& table);
/// A column as the database describes it, as a dict.
interp::Value describe_reflected(Context& context, const orm::ReflectedColumn& column);

}  // namespace lessonrun::bind
