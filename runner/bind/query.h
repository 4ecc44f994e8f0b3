// What the parts of Query's binding share.
#pragma once

#include <memory>
#include <vector>

#include "orm/query.h"
#include "orm/session.h"
#include "runner/bind/binding.h"
#include "runner/bind/context.h"

namespace lessonrun::bind {

struct QueryData : interp::Payload {
  QueryData() = default;
  QueryData(std::shared_ptr<orm::Session> s, orm::Query q, interp::Value of = {})
      : session(std::move(s)), query(std::move(q)), session_object(std::move(of)) {}
  void clear_references() noexcept override { session_object.reset(); }
  std::shared_ptr<orm::Session> session;
  orm::Query query;
  interp::Value session_object;  ///< stays as long as the query; undefined where there is none
};

/// The payload of a Query object; raises AttributeError for one that was not made by __init__.
QueryData& query_data(interp::Interpreter& interp, const interp::Value& self);
/// A new Query object of the session of the one that the method was called on.
interp::Value derived_query(interp::Call& call, orm::Query query);
/// Throws what makes no sense in the query's joins and options.
void check_lowering(Context& context, const orm::Query& query);
/// Joins, subqueries, set operations and bulk changes: the methods of query_forms.cpp.
void add_query_forms(interp::TypeBuilder& builder, Context& owner);
std::vector<BindingTable> query_form_tables();
/// Label styles, prefixes and hints, and what a query tells of itself: query_traits.cpp.
void add_query_traits(interp::TypeBuilder& builder, Context& owner);
std::vector<BindingTable> query_trait_tables();

}  // namespace lessonrun::bind
