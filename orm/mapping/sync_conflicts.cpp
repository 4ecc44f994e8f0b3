// The warning that two relationships write the same foreign key.
#include <orm/mapper.h>
#include <orm/profile.h>
#include <orm/relationship.h>

#include <algorithm>
#include <functional>

namespace orm {

namespace {

// Classes of one hierarchy, neither of them above the other: a row belongs to one of them only.
bool are_siblings(const Mapper& one, const Mapper& other) {
  return &one.base_mapper() == &other.base_mapper() && !one.is_a(other) && !other.is_a(one);
}

bool names_overlap(const std::string& overlaps, std::string_view key) {
  for (size_t from = 0; from < overlaps.size();) {
    size_t end = std::min(overlaps.find(',', from), overlaps.size());
    std::string_view word = std::string_view(overlaps).substr(from, end - from);
    while (!word.empty() && word.front() == ' ') word.remove_prefix(1);
    while (!word.empty() && word.back() == ' ') word.remove_suffix(1);
    if (word == key) return true;
    from = end + 1;
  }
  return false;
}

bool persists_for(const RelationshipProperty& relationship, const Mapper& mapper) {
  return mapper.relationship(relationship.key()) == &relationship;
}

// `table.column`
std::string dotted(const Column& column) {
  return column.table->description() + "." + std::string(column.name());
}

std::string joined_words(const std::vector<std::string>& words, const char* between) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : between) + word;
  return text;
}

}  // namespace

bool RelationshipProperty::conflicts_with(const RelationshipProperty& other, const Pair& mine,
                                          const Pair& theirs) const {
  if (std::find(reverse_.begin(), reverse_.end(), &other) != reverse_.end()) return false;
  const Mapper& there = other.parent();
  if (!parent_->profile().overlaps_warn) {
    return mine.from != theirs.from &&
           (persists_for(*this, there) || persists_for(other, *parent_));
  }
  if (names_overlap(args_.overlaps, other.key()) || names_overlap(other.args().overlaps, key_))
    return false;
  if (are_siblings(*parent_, there) || are_siblings(*target_, other.mapper()) ||
      are_siblings(*parent_, other.mapper()) || are_siblings(*target_, there))
    return false;
  return key_ != other.key() || &parent_->base_mapper() != &there.base_mapper();
}

void RelationshipProperty::warn_of_conflicting_targets() {
  targets_seen_ = true;
  if (args_.viewonly) return;
  const bool by_name = parent_->profile().overlaps_warn;
  auto check = [&](const Pair& pair) {
    if (!by_name && pair.to->foreign_keys().size() < 2) return;
    std::vector<std::string> texts, keys;
    for (const Ref<Mapper>& mapper : parent_->registry().mappers()) {
      for (const RelationshipProperty* other : mapper->relationships()) {
        if (other == this || !other->targets_seen_ || &other->parent() != mapper.get() ||
            other->viewonly())
          continue;
        auto each = [&](const Pair& theirs) {
          if (theirs.to != pair.to || !conflicts_with(*other, pair, theirs)) return;
          texts.push_back("'" + other->str() + "' (copies " + dotted(*theirs.from) + " to " +
                          dotted(*pair.to) + ")");
          keys.push_back(other->key());
        };
        for (const Pair& theirs : other->sync_) each(theirs);
        for (const Pair& theirs : other->secondary_sync_) each(theirs);
      }
    }
    if (texts.empty()) return;
    if (by_name) std::sort(texts.begin(), texts.end());
    std::sort(keys.begin(), keys.end());
    std::string message = "relationship '" + str() + "' will copy column " + dotted(*pair.from) +
                          " to column " + dotted(*pair.to) +
                          ", which conflicts with relationship(s): " + joined_words(texts, ", ") +
                          ". ";
    if (!by_name) {
      message +=
          "Consider applying viewonly=True to read-only relationships, or provide a primaryjoin "
          "condition marking writable columns with the foreign() annotation.";
    } else {
      message +=
          "If this is not the intention, consider if these relationships should be linked with "
          "back_populates, or if viewonly=True should be applied to one or more if they are "
          "read-only. For the less common case that foreign key constraints are partially "
          "overlapping, the orm.foreign() annotation can be used to isolate the columns that "
          "should "
          "be written towards.   To silence this warning, add the parameter 'overlaps=\"" +
          joined_words(keys, ",") + "\"' to the '" + str() +
          "' relationship. (Background on this " +
          (parent_->profile().typed_names ? "warning" : "error") +
          " at: " + parent_->profile().error_link + "qzyx)";
    }
    parent_->class_manager().warn(message);
  };
  for (const Pair& pair : sync_) check(pair);
  for (const Pair& pair : secondary_sync_) check(pair);
}

}  // namespace orm
