// What stands in annotations: GenericAlias (`list[int]`) and unions (`int | None`); and
// mappingproxy.
#include "runner/interp/types/object.h"

namespace lessonrun::interp {

namespace {

Value union_of(Interpreter& i, const Value& a, const Value& b) {
  std::vector<Value> args;
  const auto add = [&](const Value& v) {
    const Value x = v.is(Kind::kType) && v.as<Type>() == i.types().none ? Value::none() : v;
    if (i.is_instance(x, i.types().union_type)) {
      for (const Value& y : i.to_vector(i.getattr(x, "__args__"))) {
        bool seen = false;
        for (const Value& z : args) seen = seen || z.same(y) || i.equal(z, y);
        if (!seen) args.push_back(y);
      }
      return;
    }
    const Value shown = x.is_none() ? Value(i.types().none) : x;
    bool seen = false;
    for (const Value& z : args) seen = seen || z.same(shown);
    if (!seen) args.push_back(shown);
  };
  add(a);
  add(b);
  if (args.size() == 1) return args[0];
  Value u = i.new_instance(i.types().union_type);
  i.instance_set(u, i.intern("__args__"), i.tuple(std::move(args)));
  return u;
}

}  // namespace

Value type_or(Interpreter& i, BinaryOp op, const Value& self, const Value& other, bool reflected) {
  if (op != BinaryOp::kOr) return Value::not_implemented();
  if (!other.is(Kind::kType) && !other.is_none() &&
      !i.is_instance(other, i.types().generic_alias) && !i.is_instance(other, i.types().union_type))
    return Value::not_implemented();
  return reflected ? union_of(i, other, self) : union_of(i, self, other);
}

namespace {

std::string type_text(Interpreter& i, const Value& v) {
  if (v.is(Kind::kType)) return v.as<Type>() == i.types().none ? "None" : full_name(v.as<Type>());
  if (v.tag() == Tag::kEllipsis) return "...";
  if (v.is(Kind::kList)) {
    std::string out;
    for (const Value& x : v.as<ListObject>()->items)
      out += (out.empty() ? "" : ", ") + type_text(i, x);
    return "[" + out + "]";
  }
  return i.repr(v);
}

Value alias_args(Interpreter& i, const Value& v) { return v.is(Kind::kTuple) ? v : i.tuple({v}); }

}  // namespace

Value generic_alias(Call& c) {
  return c.interp.call(Value(c.interp.types().generic_alias), {c.self, c[0]});
}

void install_generics(Interpreter& interp) {
  auto& t = const_cast<BuiltinTypes&>(interp.types());
  t.generic_alias = simple(interp, "GenericAlias", nullptr, [](Slots& s) {
    s.init = [](Interpreter& i, const Value& self, const Arguments& a) {
      if (a.positional != 2)
        i.raise("TypeError",
                "GenericAlias expected 2 arguments, got " + std::to_string(a.positional));
      i.instance_set(self, i.intern("__origin__"), a.values[0]);
      i.instance_set(self, i.intern("__args__"), alias_args(i, a.values[1]));
    };
    s.repr = [](Interpreter& i, const Value& v) {
      std::string out;
      for (const Value& x : i.to_vector(i.getattr(v, "__args__")))
        out += (out.empty() ? "" : ", ") + type_text(i, x);
      return type_text(i, i.getattr(v, "__origin__")) + "[" + out + "]";
    };
    s.call = [](Interpreter& i, const Value& v, const Arguments& a) {
      return i.call(i.getattr(v, "__origin__"), a);
    };
    s.binary = type_or;
    s.getattr_missing = [](Interpreter& i, const Value& v, StrObject* n) -> Value {
      const Value origin = i.instance_get(v, i.intern("__origin__"));
      return origin && n->text != "__mro_entries__" ? i.find_attr(origin, n) : Value();
    };
    s.compare = [](Interpreter& i, CompareOp op, const Value& a, const Value& b) {
      if (!i.is_instance(b, i.types().generic_alias) ||
          (op != CompareOp::kEq && op != CompareOp::kNe))
        return Value::not_implemented();
      const bool same = i.equal(i.getattr(a, "__origin__"), i.getattr(b, "__origin__")) &&
                        i.equal(i.getattr(a, "__args__"), i.getattr(b, "__args__"));
      return Value::boolean(same == (op == CompareOp::kEq));
    };
    s.hash = [](Interpreter& i, const Value& v) {
      return i.hash(i.getattr(v, "__args__")) ^ i.hash(i.getattr(v, "__origin__"));
    };
  });
  t.generic_alias->has_dict = true;
  t.generic_alias->module = "types";
  t.generic_alias->dict.set(
      interp.intern("__mro_entries__"),
      make_native(
          interp, "__mro_entries__", "bases, /",
          [](Call& c) { return c.interp.tuple({c.interp.getattr(c.self, "__origin__")}); },
          t.generic_alias, true));
  t.union_type = simple(interp, "UnionType", nullptr, [](Slots& s) {
    s.repr = [](Interpreter& i, const Value& v) {
      std::string out;
      for (const Value& x : i.to_vector(i.getattr(v, "__args__")))
        out += (out.empty() ? "" : " | ") + type_text(i, x);
      return out;
    };
    s.binary = [](Interpreter& i, BinaryOp op, const Value& a, const Value& b, bool reflected) {
      return op == BinaryOp::kOr ? (reflected ? union_of(i, b, a) : union_of(i, a, b))
                                 : Value::not_implemented();
    };
    s.compare = [](Interpreter& i, CompareOp op, const Value& a, const Value& b) {
      if (!i.is_instance(b, i.types().union_type) || (op != CompareOp::kEq && op != CompareOp::kNe))
        return Value::not_implemented();
      return Value::boolean(i.equal(i.set(i.to_vector(i.getattr(a, "__args__"))),
                                    i.set(i.to_vector(i.getattr(b, "__args__")))) ==
                            (op == CompareOp::kEq));
    };
    s.hash = [](Interpreter& i, const Value& v) {
      return i.hash(i.call(Value(i.types().frozenset), {i.getattr(v, "__args__")}));
    };
  });
  t.union_type->has_dict = true;
  t.union_type->module = "types";
  t.mappingproxy = simple(interp, "mappingproxy", nullptr, [](Slots& s) {
    s.init = [](Interpreter& i, const Value& self, const Arguments& a) {
      i.instance_set(self, i.intern("_mapping"), a.values[0]);
    };
    s.repr = [](Interpreter& i, const Value& v) {
      return "mappingproxy(" + i.repr(i.instance_get(v, i.intern("_mapping"))) + ")";
    };
    s.len = [](Interpreter& i, const Value& v) {
      return i.len(i.instance_get(v, i.intern("_mapping")));
    };
    s.iter = [](Interpreter& i, const Value& v) {
      return i.iter(i.instance_get(v, i.intern("_mapping")));
    };
    s.getitem = [](Interpreter& i, const Value& v, const Value& k) {
      return i.getitem(i.instance_get(v, i.intern("_mapping")), k);
    };
    s.contains = [](Interpreter& i, const Value& v, const Value& k) {
      return i.contains(i.instance_get(v, i.intern("_mapping")), k);
    };
    s.getattr_missing = [](Interpreter& i, const Value& v, StrObject* n) {
      return i.find_attr(i.instance_get(v, i.intern("_mapping")), n);
    };
  });
  t.mappingproxy->has_dict = true;
}

}  // namespace lessonrun::interp
