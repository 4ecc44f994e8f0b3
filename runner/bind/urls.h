// URLs of databases as Python objects; see urls.cpp.
#pragma once

#include "orm/url.h"
#include "runner/bind/context.h"
#include "runner/bind/expressions.h"

namespace lessonrun::bind {

void add_url_types(TypeTable& table);
void add_pool_types(TypeTable& table);
std::vector<BindingTable> url_tables();
std::vector<BindingTable> pool_tables();
interp::Value wrap_url(Context& context, const orm::Url& url);
/// A URL from a string or a URL object; ArgumentError for others.
orm::Url to_url(Context& context, const interp::Value& value);
bool is_url(const interp::Value& value);
/// `engine.pool`
interp::Value wrap_pool(Context& context, const orm::Engine& engine);

/// `dialect.create_connect_args(url)`: what the driver's connect() is called with.
interp::Value connect_args(Context& context, const orm::Dialect& dialect, const interp::Value& url);

}  // namespace lessonrun::bind
