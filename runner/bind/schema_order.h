// Methods of Inspector that sort tables by their foreign keys; see schema_order.cpp.
#pragma once

#include "runner/interp/native.h"

namespace lessonrun::bind {

/// Inspector.get_sorted_table_and_fkc_names()
interp::Value sorted_table_names(interp::Call& call);
/// Inspector.sort_tables_on_foreign_key_dependency()
interp::Value sorted_table_keys(interp::Call& call);

}  // namespace lessonrun::bind
