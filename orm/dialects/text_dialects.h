// Dialects of which only the text is built in: nothing connects to these databases.
#pragma once

#include <orm/compiler.h>

#include <memory>

namespace orm {

/// The dialect of that name and driver (`psycopg2`; empty: the usual one), or null.
std::shared_ptr<const Dialect> make_postgresql(const Profile& profile, std::string_view driver);
std::shared_ptr<const Dialect> make_mysql(const Profile& profile, std::string_view driver,
                                          bool mariadb);
std::shared_ptr<const Dialect> make_oracle(const Profile& profile, std::string_view driver);
std::shared_ptr<const Dialect> make_mssql(const Profile& profile, std::string_view driver);

/// Is a lower-case word in a list whose words are each followed by a space?
bool has_word(std::string_view list, std::string_view word);

}  // namespace orm
