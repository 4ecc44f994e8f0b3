// An attribute of a type that no column holds.
#include <orm/typed.h>

struct Point {
  int x = 0;
};
#ifdef REJECT
using Attribute = orm::Mapped<Point>;
#else
using Attribute = orm::Mapped<std::optional<double> >;
#endif
Attribute attribute() { return {}; }
