// The interpreter's inner state and the helpers its own source files share.
#pragma once

#include <array>
#include <chrono>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <unordered_map>
#include <vector>

#include "runner/interp/code.h"
#include "runner/interp/interpreter.h"

namespace lessonrun::interp {

// An exception handler that a frame has set up, or a handling in progress.
struct TryBlock {
  uint32_t handler;
  uint32_t height;  // of the value stack
  bool handling;    // the exception handled before lies at `height`
};

// One activation. Locals, cells and the value stack lie in one array: on the interpreter's value
// stack for plain calls, in a block of its own for generators.
struct Frame {
  Frame* back = nullptr;
  CodeObject* code = nullptr;
  Value code_value;  // keeps the code
  DictObject* globals = nullptr;
  Value globals_value;
  Value names;  // dict (or mapping) of a module or class body
  Value function;
  Value* locals = nullptr;
  Value* cells = nullptr;
  Value* stack = nullptr;
  Value* sp = nullptr;  // one past the top
  size_t pc = 0;        // of the instruction after the running one
  std::vector<TryBlock> blocks;
  Value init_self;       // of a call of a class: what to return instead of None
  Value handled_before;  // a generator's own handled exception while it is suspended
  struct GeneratorObject* generator = nullptr;
  size_t slots = 0;
  bool owns_memory = false;
  bool entry = false;  // returning from it leaves run()

  int line() const {
    return code->lines.empty() ? code->first_line
                               : code->lines[pc > 0 ? std::min(pc, code->lines.size()) - 1 : 0];
  }
};

struct GeneratorObject : Container {
  explicit GeneratorObject(Type* t) : Container(t, Kind::kGenerator) {}
  ~GeneratorObject() override;
  void clear_references() noexcept override;
  Frame* frame = nullptr;  // null when finished
  bool running = false;
  bool started = false;
  std::string name, qualname;
};

struct WeakCell {
  Object* target = nullptr;
  std::vector<std::pair<Value, Value>> callbacks;  // weakref object held by caller is not counted
};

struct BigIntObject;

// A megabyte for the slots of frames. The first `made` values exist; memory that no frame has
// reached yet is not touched, which is most of it in most lessons.
struct StackChunk {
  static constexpr size_t kSize = 1 << 16;
  StackChunk() : memory(new std::byte[kSize * sizeof(Value)]) {}
  Value* base() const { return reinterpret_cast<Value*>(memory.get()); }
  bool holds(const Value* slot) const { return slot >= base() && slot < base() + kSize; }
  std::unique_ptr<std::byte[]> memory;
  size_t made = 0;
};

struct InterpreterState {
  explicit InterpreterState(Interpreter& i) : interp(i) {}
  Interpreter& interp;
  struct GcHead : GcNode {
    void clear_references() noexcept override {}
    Object* gc_object() noexcept override { return nullptr; }
  } gc_head;
  std::unordered_map<std::string_view, StrObject*> interned;
  std::array<Value, 128> characters;
  Value empty_string, empty_tuple;
  // So few that a short lesson need not touch many pages for it.
  // `value` points into `table`, so it is good only while the table has the same keys.
  struct CacheEntry {
    uint32_t version = 0;
    const StrObject* name = nullptr;
    Value* value = nullptr;
    const HashTable* table = nullptr;
    uint32_t table_version = 0;
  };
  std::array<CacheEntry, 512> method_cache;
  uint32_t next_version = 1;
  std::unordered_map<std::string, Type*> exception_types;
  std::vector<Value> kept;  // types and others that live as long as the interpreter
  std::unordered_map<Object*, std::shared_ptr<WeakCell>> weak_cells;
  std::vector<Object*> graveyard;
  int destroy_depth = 0;
  bool ending = false;

  // running
  Frame* frame = nullptr;
  Frame* step_frame = nullptr;
  Value handled;
  int depth = 0;
  int native_depth = 0;
  std::vector<StackChunk> stack_chunks;
  size_t chunk = 0, chunk_used = 0;
  std::vector<std::unique_ptr<Frame>> frame_pool;
  std::vector<std::vector<Value>> argument_pool;
  uint32_t ticks = 0;
  const char* stack_floor = nullptr;  // the lowest address that deep recursion may reach
  std::chrono::steady_clock::time_point deadline;
  bool has_deadline = false;
  uint64_t output_written = 0;
  uint64_t file_bytes_written = 0;
  uint64_t object_count = 0;
  uint64_t buffer_bytes = 0;
  uint64_t container_bytes = 0;  // of all containers, when last measured
  uint64_t asked_bytes = 0;      // that natives asked for since then
  uint64_t last_asked = 0;
  int recursion_limit = 1000;
  bool future_annotations = false;

  // modules
  Ref<DictObject> builtins;  // filled as names are asked for: see find_builtin()
  bool builtins_complete = false;
  Ref<DictObject> sys_modules;
  Ref<DictObject> sys_dict;
  Ref<ModuleObject> main_module;
  Value original_stdout, original_stderr;
  std::unordered_map<std::string, std::shared_ptr<void>> extras;  // module state, by module name
  std::vector<const void*> repr_running;

  // frequent names
  StrObject *n_init, *n_new, *n_dict, *n_class, *n_name, *n_doc, *n_module, *n_qualname, *n_getattr,
      *n_call, *n_enter, *n_exit, *n_del, *n_getitem, *n_iter, *n_next, *n_eq, *n_hash, *n_repr,
      *n_str, *n_len, *n_bool, *n_contains, *n_main, *n_annotations, *n_class_getitem, *n_set_name,
      *n_init_subclass, *n_slots, *n_classcell, *n_file, *n_path, *n_all, *n_underscore,
      *n_getattribute, *n_setattr, *n_delattr, *n_get, *n_set, *n_delete, *n_format, *n_index,
      *n_int, *n_float, *n_setitem, *n_delitem, *n_reversed, *n_missing, *n_mro_entries, *n_prepare,
      *n_instancecheck, *n_subclasscheck, *n_wrapped, *n_abstract, *n_match_args, *n_package,
      *n_orig_bases, *n_notes, *n_length_hint, *n_round, *n_self;
};

// A parsed signature.
struct Signature {
  struct Param {
    std::string name;
    StrObject* interned = nullptr;
    Value default_value;
    bool optional = false;
    bool keyword_only = false;
    bool positional_only = false;
  };
  std::vector<Param> params;  // in order; *args and **kw among them
  int positional = 0;         // how many can be given by position
  int required = 0;           // of those
  int var_args = -1, var_keywords = -1;
  bool all_positional_only = true;
  bool builtin = false;  // of a C function of CPython, which complains in its own words
  bool library = false;  // of SQLAlchemy, whose functions are Python's: they count `self` too
};

// ---- shared helpers, by the file that defines them ----

// object.cpp
Type* make_builtin_type(Interpreter& interp, const char* name, Type* base,
                        const NativeMethod* methods, Type* metaclass = nullptr);
// "add" for +: what stands between the underscores of an operator's methods.
const char* binary_name(BinaryOp op);
void ready_slots(Type* type);  // inherits and overrides
// An attribute of the class itself, its base classes aside; makes a method that is first looked
// for.
Value* find_own(Type* type, StrObject* name);
void fill_lazy(Type* type);  // all methods and slot wrappers into the dict
MethodTable method_table(const NativeMethod* methods);  // which end with a null name
void make_method(Type* type, const NativeMethod& method);
void bump_version(Type* type);
std::vector<Type*> linearize(Interpreter& interp, Type* type, const std::vector<Type*>& bases);
void set_bases(Interpreter& interp, Type* type, const std::vector<Type*>& bases);
Attributes& attributes_of(Object* object);
// Of a class in the making, before ready_slots: the slot that a dunder in its dict stands for.
void add_dunder_slot(Type* type, const StrObject* name);
void update_dunder_slots(Type* type, const StrObject* name);
Value type_call(Interpreter& interp, Type* type, const Arguments& arguments);
Value type_new(Interpreter& interp, Type* metaclass, const Arguments& arguments);
Value object_new(Interpreter& interp, Type* type, const Arguments& arguments);

// call.cpp
Value call_native(Interpreter& interp, NativeFunctionObject& function, const Arguments& arguments);
std::shared_ptr<Signature> parse_signature(Interpreter& interp, std::string_view text);
void bind_native(Interpreter& interp, const Signature& signature, const std::string& name,
                 const Arguments& arguments, std::vector<Value>& bound);
Value make_native(Interpreter& interp, std::string_view name, const char* signature, NativeFn fn,
                  Type* owner = nullptr, bool method = false);
// Calls a dunder found on the type; undefined when it is not there.
Value call_special(Interpreter& interp, const Value& self, StrObject* name,
                   std::initializer_list<Value> arguments, bool* found);

// stack.cpp
// Whether native recursion has to stop: little of the C++ stack is left.
bool stack_is_low(InterpreterState& state);

// vm.cpp
Value run_function(Interpreter& interp, FunctionObject& function, const Arguments& arguments);
Value run_code(Interpreter& interp, CodeObject& code, DictObject& globals, const Value& names,
               const FunctionObject* function = nullptr);
Value run_class_body(Interpreter& interp, const FunctionObject& function, const Value& names);
Value resume_generator(Interpreter& interp, GeneratorObject& generator, Value sent,
                       const Value* thrown);
void close_generator(Interpreter& interp, GeneratorObject& generator);
Value build_class(Interpreter& interp, const Arguments& arguments);

// builtins.cpp: functions and exceptions come into the builtins' dict when first asked for, because
// a lesson uses few of the hundred. Whoever looks at the dict as a whole completes it before.
Value* find_builtin(Interpreter& interp, StrObject* name);  // null: there is no such name
void complete_builtins(Interpreter& interp);
void complete_names(Interpreter& interp, const ModuleObject& module);  // if it is builtins

// exceptions.cpp
void install_exceptions(Interpreter& interp);
void for_each_exception_name(const std::function<void(const char*)>& visit);
Value exception_new(Interpreter& interp, Type* type, const Arguments& arguments);
void add_trace(Interpreter& interp, ExceptionObject& exception, const Frame& frame);
void normalize_raise(Interpreter& interp, const Value& raised, const Value* cause, Value& out);
bool exception_matches(Interpreter& interp, const Value& exception, const Value& type);
[[noreturn]] void raise_key_error(Interpreter& interp, const Value& key);
[[noreturn]] void raise_attribute_error(Interpreter& interp, const Value& object, StrObject* name);
std::string suggestion_for(Interpreter& interp, const Value& exception);
Value syntax_error(Interpreter& interp, const lang::SyntaxError& error, const std::string& file,
                   std::string_view text, int line_offset);

// numbers (types/int.cpp)
Value make_int(Interpreter& interp, const std::string& decimal);
std::string int_text(const Value& value, int base = 10);
// ValueError for an int of more decimal digits than CPython writes.
void limit_digits(Interpreter& interp, const Value& value);
bool is_int_like(const Value& value);  // int, bool, int subclass
Value plain_int(const Value& value);   // without the subclass
int64_t int_hash(const Value& value);
bool int_fits(const Value& value, int64_t& out);
double int_to_double(Interpreter& interp, const Value& value);
std::string float_repr(double d);
Value int_from_double(Interpreter& interp, double d);
int compare_ints(const Value& a, const Value& b);
bool is_float_like(const Value& value);
double float_of(const Value& value);
Value new_float(Interpreter& interp, Type* type, double d);
int64_t float_hash(double d);

// strings (types/str.cpp, format.cpp)
std::string str_repr(std::string_view text);
void append_escape(std::string& out, uint32_t code_point);  // as \x.., \u.... or \U........
std::string bytes_repr(std::string_view data);
size_t utf8_length(std::string_view text);
// str.encode() and bytes.decode() (types/codec.cpp); LookupError, UnicodeError.
std::string encode_text(Interpreter& interp, std::string_view text, std::string_view encoding,
                        std::string_view errors);
std::string decode_bytes(Interpreter& interp, std::string_view data, std::string_view encoding,
                         std::string_view errors);
std::string percent_format(Interpreter& interp, std::string_view format, const Value& args,
                           bool bytes = false);
std::string brace_format(Interpreter& interp, std::string_view format, const Arguments& args);
std::string format_int(Interpreter& interp, const Value& value, std::string_view spec);
std::string format_float(Interpreter& interp, double value, std::string_view spec,
                         const char* type = "float");
std::string format_str(Interpreter& interp, std::string_view value, std::string_view spec);
Value string_slice(Interpreter& interp, const StrObject& s, int64_t start, int64_t stop,
                   int64_t step);
// Calls f(one-character view) for each code point.
template <class F>
void each_code_point(std::string_view text, F f) {
  for (size_t i = 0; i < text.size();) {
    const auto c = static_cast<unsigned char>(text[i]);
    const size_t n = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    f(text.substr(i, n));
    i += n;
  }
}
Value one_character(Interpreter& interp, std::string_view character);

// containers
struct SliceBounds {
  int64_t start, stop, step, count;
};
SliceBounds slice_bounds(Interpreter& interp, const SliceObject& slice, int64_t length);
int64_t sequence_index(Interpreter& interp, const Value& key, size_t length, const char* what);
Value native_iterator(Interpreter& interp, Type* type, Value over,
                      Value (*step)(Interpreter&, NativeIterator&));
Type* iterator_type(Interpreter& interp, const char* name);
const Value& tuple_item(const Value& tuple, size_t i);
std::vector<Value> set_order(const SetObject& set);  // as CPython iterates
int64_t range_length(const RangeObject& range);
std::string call_repr_guarded(Interpreter& interp, const Value& container, const char* recursive,
                              const std::function<std::string()>& body);
void sort_values(Interpreter& interp, std::vector<Value>& items, const Value& key, bool reverse);
void dict_update(Interpreter& interp, DictObject& into, const Value& from);
bool is_mapping_like(Interpreter& interp, const Value& v);

// installers of builtin types: types/*.cpp
void install_object_types(Interpreter& interp);
void install_numbers(Interpreter& interp);
void install_strings(Interpreter& interp);
void install_bytes(Interpreter& interp);
void install_sequences(Interpreter& interp);
void install_mappings(Interpreter& interp);
void install_sets(Interpreter& interp);
void install_functions(Interpreter& interp);
void install_generics(Interpreter& interp);
void install_builtins(Interpreter& interp);
void install_modules(Interpreter& interp);

}  // namespace lessonrun::interp
