// Names that SQLAlchemy has, so that one which is not bound here is refused by its name instead of
// looking like a mistake of the lesson. Written by known_names.py from the public names of 1.3, 1.4
// and 2.0; a table, so its length does not matter.
#include "runner/bind/known_names.h"

#include <algorithm>
#include <iterator>

namespace lessonrun::bind {

namespace {

struct Known {
  std::string_view owner;
  std::string_view names;  // separated and ended by a space
};

// A module of which programs mostly import the names from elsewhere.
struct Part {
  std::string_view module;
  unsigned releases;  // a bit for each, from the oldest
};

constexpr Known kModules[] = {
    {"sqlalchemy",
     "ARRAY AdaptedConnection Alias AliasedReturnsRows AssertionPool "
     "AsyncAdaptedQueuePool BIGINT BINARY BLANK_SCHEMA BLOB BOOLEAN BaseDDLElement "
     "BaseRow BigInteger Binary BinaryExpression BindParameter BindTyping Boolean "
     "BooleanClauseList CHAR CLOB CTE CacheKey Case Cast CheckConstraint "
     "ChunkedIteratorResult ClauseElement ClauseList CollectionAggregate Column "
     "ColumnClause ColumnCollection ColumnDefault ColumnElement ColumnOperators Compiled "
     "CompoundSelect Computed Connection Constraint CreateEnginePlugin CursorResult DATE "
     "DATETIME DDL DDLElement DECIMAL DOUBLE DOUBLE_PRECISION Date DateTime DefaultClause "
     "Delete Dialect Double Engine Enum ExceptionContext Executable ExecutableDDLElement "
     "ExecutionContext Exists Extract FLOAT FallbackAsyncAdaptedQueuePool False_ "
     "FetchedValue Float ForeignKey ForeignKeyConstraint FromClause FromGrouping "
     "FrozenResult Function FunctionElement FunctionFilter GenerativeSelect Grouping "
     "HasCTE HasPrefixes HasSuffixes INT INTEGER Identity IdentityOptions Index Insert "
     "Inspector Integer Interval IteratorResult JSON Join LABEL_STYLE_DEFAULT "
     "LABEL_STYLE_DISAMBIGUATE_ONLY LABEL_STYLE_NONE LABEL_STYLE_TABLENAME_PLUS_COL Label "
     "LambdaElement LargeBinary Lateral MappingResult MergedResult MetaData NCHAR NUMERIC "
     "NVARCHAR NestedTransaction NotNullable Null NullPool Nullable Numeric Operators "
     "Over PassiveDefault PickleType Pool PoolProxiedConnection PoolResetState "
     "PrimaryKeyConstraint QueuePool REAL ReleaseSavepointClause Result ResultProxy "
     "ReturnsRows RollbackToSavepointClause RootTransaction Row RowMapping SMALLINT "
     "SQLColumnExpression SavepointClause ScalarResult ScalarSelect Select SelectBase "
     "SelectLabelStyle Selectable Sequence SingletonThreadPool SmallInteger "
     "StatementLambdaElement StaticPool String Subquery TEXT TIME TIMESTAMP Table "
     "TableClause TableSample TableValuedAlias Text TextAsFrom TextClause TextualSelect "
     "ThreadLocalMetaData Time Transaction True_ TryCast Tuple TupleType "
     "TwoPhaseTransaction TypeClause TypeCoerce TypeCompiler TypeDecorator URL UUID "
     "UnaryExpression Unicode UnicodeText UniqueConstraint Update UpdateBase Uuid "
     "VARBINARY VARCHAR Values ValuesBase Visitable WithinGroup alias all_ and_ any_ asc "
     "between bindparam bitwise_not case cast collate column create_engine "
     "create_mock_engine create_pool_from_url cte custom_op delete desc distinct "
     "engine_from_config except_ except_all exists extract false func funcfilter insert "
     "insert_sentinel inspect intersect intersect_all join label lambda_stmt lateral "
     "literal literal_column make_url modifier not_ null nulls_first nulls_last "
     "nullsfirst nullslast or_ outerjoin outparam over quoted_name result_tuple select "
     "subquery table tablesample text true try_cast tuple_ type_coerce union union_all "
     "update values within_group "},
    {"sqlalchemy.dialects", "TYPE_CHECKING plugins registry "},
    {"sqlalchemy.dialects.mysql",
     "BIGINT BINARY BIT BLOB BOOLEAN CHAR DATE DATETIME DECIMAL DOUBLE ENUM FLOAT INET4 "
     "INET6 INTEGER Insert JSON LONGBLOB LONGTEXT MEDIUMBLOB MEDIUMINT MEDIUMTEXT NCHAR "
     "NUMERIC NVARCHAR REAL SET SMALLINT TEXT TIME TIMESTAMP TINYBLOB TINYINT TINYTEXT "
     "VARBINARY VARCHAR YEAR dialect insert match "},
    {"sqlalchemy.dialects.postgresql",
     "ARRAY AbstractMultiRange AbstractRange AbstractSingleRange All Any BIGINT BIT "
     "BOOLEAN BYTEA CHAR CIDR CITEXT CreateDomainType CreateEnumType DATE DATEMULTIRANGE "
     "DATERANGE DOMAIN DOUBLE_PRECISION DropDomainType DropEnumType ENUM "
     "ExcludeConstraint FLOAT HSTORE INET INT4MULTIRANGE INT4RANGE INT8MULTIRANGE "
     "INT8RANGE INTEGER INTERVAL Insert JSON JSONB JSONPATH MACADDR MACADDR8 MONEY "
     "MultiRange NUMERIC NUMMULTIRANGE NUMRANGE NamedType OID REAL REGCLASS REGCONFIG "
     "Range SMALLINT TEXT TIME TIMESTAMP TSMULTIRANGE TSQUERY TSRANGE TSTZMULTIRANGE "
     "TSTZRANGE TSVECTOR UUID VARCHAR aggregate_order_by array array_agg dialect hstore "
     "insert phraseto_tsquery plainto_tsquery psycopg_async to_tsquery to_tsvector "
     "ts_headline websearch_to_tsquery "},
    {"sqlalchemy.dialects.sqlite",
     "BLOB BOOLEAN CHAR DATE DATETIME DECIMAL FLOAT INTEGER Insert JSON NUMERIC REAL "
     "SMALLINT TEXT TIME TIMESTAMP VARCHAR dialect insert "},
    {"sqlalchemy.engine",
     "AdaptedConnection BaseCursorResult BaseRow BaseRowProxy BindTyping "
     "BufferedColumnResultProxy BufferedColumnRow BufferedRowResultProxy "
     "ChunkedIteratorResult Compiled Connectable Connection ConnectionEventsTarget "
     "CreateEnginePlugin CursorResult Dialect Engine ExceptionContext ExecutionContext "
     "FilterResult FrozenResult FullyBufferedResultProxy Inspector IteratorResult "
     "LegacyCursorResult LegacyRow MappingResult MergedResult NestedTransaction "
     "ObjectKind ObjectScope Result ResultProxy RootTransaction Row RowMapping RowProxy "
     "ScalarResult Transaction TupleResult TwoPhaseTransaction TypeCompiler URL "
     "connection_memoize create_engine create_mock_engine create_pool_from_url "
     "default_strategy engine_from_config make_url result_tuple "},
    {"sqlalchemy.event",
     "CANCEL EventTarget Events NO_RETVAL RefCollection contains dispatcher listen "
     "listens_for remove "},
    {"sqlalchemy.exc",
     "AmbiguousForeignKeysError ArgumentError AwaitRequired Base20DeprecationWarning "
     "CircularDependencyError CompileError ConstraintColumnNotFoundError DBAPIError "
     "DataError DatabaseError DisconnectionError DontWrapMixin DuplicateColumnError "
     "HasDescriptionCode IdentifierError IllegalStateChangeError IntegrityError "
     "InterfaceError InternalError InvalidRequestError InvalidatePoolError "
     "LegacyAPIWarning MissingGreenlet MovedIn20Warning MultipleResultsFound "
     "NoForeignKeysError NoInspectionAvailable NoReferenceError NoReferencedColumnError "
     "NoReferencedTableError NoResultFound NoSuchColumnError NoSuchModuleError "
     "NoSuchTableError NotSupportedError ObjectNotExecutableError OperationalError "
     "PendingRollbackError ProgrammingError RemovedIn20Warning ResourceClosedError "
     "SADeprecationWarning SAPendingDeprecationWarning SATestSuiteWarning SAWarning "
     "SQLAlchemyError StatementError TimeoutError UnboundExecutionError "
     "UnmappedColumnError UnreflectableTableError UnsupportedCompilationError "},
    {"sqlalchemy.ext.associationproxy",
     "ASSOCIATION_PROXY AmbiguousAssociationProxyInstance AssociationProxy "
     "AssociationProxyExtensionType AssociationProxyInstance "
     "ColumnAssociationProxyInstance ColumnElement ColumnOperators "
     "InspectionAttrExtensionType ORMDescriptor ObjectAssociationProxyInstance "
     "SQLORMOperations SupportsKeysAndGetItem association_proxy inspect or_ "},
    {"sqlalchemy.ext.asyncio",
     "AsyncAttrs AsyncConnection AsyncConnectionEvents AsyncEngine AsyncMappingResult "
     "AsyncResult AsyncScalarResult AsyncSession AsyncSessionEvents "
     "AsyncSessionTransaction AsyncTransaction AsyncTupleResult async_engine_from_config "
     "async_object_session async_scoped_session async_session async_sessionmaker "
     "close_all_sessions create_async_engine create_async_pool_from_url "},
    {"sqlalchemy.ext.automap",
     "AutomapBase ByModuleProperties ForeignKeyConstraint GenerateRelationshipType "
     "NameForCollectionRelationshipType NameForScalarRelationshipType Properties "
     "PythonNameForTableType TYPE_CHECKING and_ automap_base backref classname_for_table "
     "generate_relationship name_for_collection_relationship name_for_scalar_relationship "
     "relationship "},
    {"sqlalchemy.ext.compiler", "TYPE_CHECKING compiles deregister "},
    {"sqlalchemy.ext.declarative",
     "AbstractConcreteBase ConcreteBase DeclarativeMeta DeferredReflection as_declarative "
     "comparable_using declarative_base declared_attr has_inherited_table "
     "instrument_declarative synonym_for "},
    {"sqlalchemy.ext.hybrid",
     "ColumnElement Comparator ExprComparator HYBRID_METHOD HYBRID_PROPERTY "
     "HybridExtensionType InspectionAttrExtensionType ORMDescriptor QueryableAttribute "
     "SQLCoreOperations TYPE_CHECKING hybrid_method hybrid_property is_has_clause_element "},
    {"sqlalchemy.ext.mutable",
     "AttributeEventToken Column DeclarativeAttributeIntercept InstanceState "
     "InstrumentedAttribute Mapper Mutable MutableBase MutableComposite MutableDict "
     "MutableList MutableSet QueryContext QueryableAttribute SchemaEventTarget "
     "TYPE_CHECKING TypeEngine UOWTransaction flag_modified inspect mapper "
     "memoized_property object_mapper "},
    {"sqlalchemy.ext.orderinglist",
     "OrderingList collection count_from_0 count_from_1 count_from_n_factory "
     "ordering_list "},
    {"sqlalchemy.future", "Connection Engine Select create_engine public_factory select "},
    {"sqlalchemy.inspection", "Inspectable inspect "},
    {"sqlalchemy.orm",
     "AliasOption AppenderQuery AttributeEvent AttributeEventToken AttributeEvents "
     "AttributeExtension AttributeState Bundle CascadeOptions ClassManager ColumnProperty "
     "ComparableProperty Composite CompositeProperty DeclarativeBase "
     "DeclarativeBaseNoMeta DeclarativeMeta DynamicMapped EXT_CONTINUE EXT_SKIP EXT_STOP "
     "FromStatement IdentityMap InspectionAttr InspectionAttrExtensionType "
     "InspectionAttrInfo InstanceEvents InstanceState InstrumentationEvents "
     "InstrumentedAttribute KeyFuncDict Load LoaderCallableStatus LoaderCriteriaOption "
     "MANYTOMANY MANYTOONE Mapped MappedAsDataclass MappedClassProtocol MappedCollection "
     "MappedColumn MappedSQLExpression Mapper MapperEvents MapperExtension MapperProperty "
     "NOT_EXTENSION NO_KEY NO_VALUE NotExtension ONETOMANY ORMDescriptor ORMExecuteState "
     "PassiveFlag PropComparator Query QueryContext QueryEvents QueryPropertyDescriptor "
     "QueryableAttribute Relationship RelationshipDirection RelationshipProperty "
     "SQLORMExpression Session SessionEvents SessionExtension SessionTransaction "
     "SessionTransactionOrigin Synonym SynonymProperty UOWTransaction UserDefinedOption "
     "WriteOnlyCollection WriteOnlyMapped add_mapped_attribute aliased as_declarative "
     "attribute_keyed_dict attribute_mapped_collection backref class_mapper clear_mappers "
     "close_all_sessions column_keyed_dict column_mapped_collection column_property "
     "comparable_property compile_mappers composite configure_mappers contains_alias "
     "contains_eager create_session declarative_base declarative_mixin declared_attr "
     "defaultload defer deferred dynamic_loader eagerload eagerload_all foreign "
     "has_inherited_table immediateload join joinedload joinedload_all keyfunc_mapping "
     "lazyload lazyload_all load_only make_transient make_transient_to_detached "
     "mapped_as_dataclass mapped_collection mapped_column mapper merge_frozen_result "
     "merge_result noload object_mapper object_session orm_insert_sentinel outerjoin "
     "polymorphic_union public_factory query_expression raiseload reconstructor registry "
     "relation relationship remote scoped_session selectin_polymorphic selectinload "
     "selectinload_all sessionmaker subqueryload subqueryload_all synonym synonym_for "
     "undefer undefer_group validates was_deleted with_expression with_loader_criteria "
     "with_parent with_polymorphic "},
    {"sqlalchemy.orm.attributes",
     "ATTR_EMPTY ATTR_WAS_SET AdHocHasEntityNamespace AttributeEvent AttributeEventToken "
     "AttributeImpl CALLABLES_OK CollectionAttributeImpl DEFERRED_HISTORY_LOAD Event "
     "EventTarget HISTORY_BLANK HasCacheKey HasCollectionAdapter HasEntityNamespace "
     "History INCLUDE_PENDING_MUTATIONS INIT_OK InstrumentedAttribute InternalTraversal "
     "LOAD_AGAINST_COMMITTED LoaderCallableStatus Mapped NEVER_SET NON_PERSISTENT_OK "
     "NO_AUTOFLUSH NO_CHANGE NO_KEY NO_RAISE NO_VALUE NoKey OP_APPEND OP_BULK_REPLACE "
     "OP_MODIFIED OP_REMOVE OP_REPLACE PASSIVE_CLASS_MISMATCH PASSIVE_NO_FETCH "
     "PASSIVE_NO_FETCH_RELATED PASSIVE_NO_INITIALIZE PASSIVE_NO_RESULT PASSIVE_OFF "
     "PASSIVE_ONLY_PERSISTENT PASSIVE_RETURN_NEVER_SET PASSIVE_RETURN_NO_VALUE "
     "PassiveFlag QueryableAttribute RELATED_OBJECT_OK SQLORMExpression SQL_OK "
     "ScalarAttributeImpl ScalarObjectAttributeImpl TYPE_CHECKING backref_listeners "
     "create_proxied_attribute del_attribute dispatcher flag_dirty flag_modified "
     "get_attribute get_history get_state_history has_parent init_collection "
     "init_state_collection instance_str manager_of_class opt_manager_of_class "
     "register_attribute register_attribute_impl register_descriptor set_attribute "
     "set_committed_value state_str unregister_attribute "},
    {"sqlalchemy.orm.collections",
     "CollectionAdapter InstrumentedDict InstrumentedList InstrumentedSet KeyFuncDict "
     "MappedCollection NO_ARG NO_KEY TYPE_CHECKING attribute_keyed_dict "
     "attribute_mapped_collection bulk_replace collection column_keyed_dict "
     "column_mapped_collection inspect_getfullargspec keyfunc_mapping mapped_collection "
     "prepare_instrumentation "},
    {"sqlalchemy.orm.exc",
     "ConcurrentModificationError DetachedInstanceError FlushError "
     "LoaderStrategyException MappedAnnotationError MultipleResultsFound NO_STATE "
     "NoResultFound ObjectDeletedError ObjectDereferencedError StaleDataError "
     "TYPE_CHECKING UnmappedClassError UnmappedColumnError UnmappedError "
     "UnmappedInstanceError "},
    {"sqlalchemy.orm.session",
     "ACTIVE CLOSED COMMITTED CompileState Connection DEACTIVE Engine EventTarget "
     "ForUpdateArg FromStatement IdentityMap IdentitySet Inspectable InstanceState "
     "LABEL_STYLE_TABLENAME_PLUS_COL LoaderCallableStatus ORMCompileState ORMExecuteState "
     "PREPARED PROVISIONING_CONNECTION PassiveFlag Query Select Session SessionExtension "
     "SessionTransaction SessionTransactionOrigin SessionTransactionState TYPE_CHECKING "
     "Table TableClause TransactionalContext UOWTransaction close_all_sessions dispatcher "
     "inspect instance_str is_composite_class is_orm_option is_user_defined_option "
     "make_transient make_transient_to_detached object_mapper object_session object_state "
     "sessionmaker state_str "},
    {"sqlalchemy.pool",
     "AssertionPool AsyncAdaptedQueuePool ConnectionPoolEntry "
     "FallbackAsyncAdaptedQueuePool ManagesConnection NullPool Pool PoolProxiedConnection "
     "PoolResetState QueuePool SingletonThreadPool StaticPool clear_managers manage "
     "reset_commit reset_none reset_rollback "},
    {"sqlalchemy.schema",
     "AddConstraint BLANK_SCHEMA BaseDDLElement CheckConstraint Column "
     "ColumnCollectionConstraint ColumnCollectionMixin ColumnDefault Computed Constraint "
     "CreateColumn CreateIndex CreateSchema CreateSequence CreateTable DDL DDLBase "
     "DDLElement DefaultClause DefaultGenerator DropColumnComment DropConstraint "
     "DropConstraintComment DropIndex DropSchema DropSequence DropTable DropTableComment "
     "ExecutableDDLElement FetchedValue ForeignKey ForeignKeyConstraint HasConditionalDDL "
     "Identity IdentityOptions Index InvokeDDLBase MetaData PassiveDefault "
     "PrimaryKeyConstraint SchemaConst SchemaItem SchemaVisitable SchemaVisitor Sequence "
     "SetColumnComment SetConstraintComment SetTableComment Table ThreadLocalMetaData "
     "UniqueConstraint conv insert_sentinel sort_tables sort_tables_and_constraints "},
    {"sqlalchemy.sql",
     "Alias BaseDDLElement COLLECT_CARTESIAN_PRODUCTS ClauseElement ClauseVisitor "
     "ColumnCollection ColumnElement CompoundSelect DDL DDLElement Delete Executable "
     "ExecutableDDLElement FROM_LINTING False_ FromClause Insert Join LABEL_STYLE_DEFAULT "
     "LABEL_STYLE_DISAMBIGUATE_ONLY LABEL_STYLE_NONE LABEL_STYLE_TABLENAME_PLUS_COL "
     "LambdaElement NO_LINTING NotNullable Nullable SQLColumnExpression Select "
     "SelectLabelStyle Selectable StatementLambdaElement Subquery TYPE_CHECKING "
     "TableClause TableSample True_ Update Values WARN_LINTING alias all_ and_ any_ asc "
     "between bindparam case cast collate column cte delete desc distinct except_ "
     "except_all exists extract false func funcfilter insert intersect intersect_all join "
     "label lambda_stmt lateral literal literal_column modifier not_ null nulls_first "
     "nulls_last nullsfirst nullslast or_ outerjoin outparam over quoted_name select "
     "subquery table tablesample text true try_cast tuple_ type_coerce union union_all "
     "update values within_group "},
    {"sqlalchemy.sql.coercions",
     "AnonymizedFromClauseImpl BinaryElementImpl ByOfImpl ColumnArgumentImpl "
     "ColumnArgumentOrKeyImpl ColumnsClauseImpl CompoundElementImpl ConstExprImpl "
     "DDLConstraintColumnImpl DDLExpressionImpl DDLReferredColumnImpl DMLColumnImpl "
     "DMLSelectImpl DMLTableImpl ExecutableOption ExecutableOptionImpl "
     "ExpressionElementImpl FromClauseImpl GroupByImpl HasCTEImpl HasCacheKey "
     "HasCacheKeyImpl InElementImpl IsCTEImpl JoinTargetImpl LabeledColumnExprImpl "
     "LimitOffsetImpl LiteralValueImpl OnClauseImpl Options OrderByImpl ReturnsRowsImpl "
     "RoleImpl SelectStatementImpl StatementImpl StatementOptionImpl StrAsPlainColumnImpl "
     "StrictFromClauseImpl TYPE_CHECKING TruncatedLabelImpl Visitable WhereHavingImpl "
     "ee_impl expect expect_as_key expect_col_expression_collection impl name "},
    {"sqlalchemy.sql.compiler",
     "BIND_TEMPLATES COLLECT_CARTESIAN_PRODUCTS COMPOUND_KEYWORDS Compiled CompilerState "
     "DDLCompiler EXTRACT_MAP ExpandedState FROM_LINTING FUNCTIONS FastIntFlag FromLinter "
     "GenericTypeCompiler ILLEGAL_INITIAL_CHARACTERS IdentifierPreparer "
     "InsertmanyvaluesSentinelOpts Linting NO_ARG NO_LINTING OPERATORS RESERVED_WORDS "
     "RM_NAME RM_OBJECTS RM_RENDERED_NAME RM_TYPE ResultColumnsEntry SQLCompiler "
     "StrSQLCompiler StrSQLTypeCompiler TYPE_CHECKING TupleType TypeCompiler WARN_LINTING "
     "ilike_case_insensitive prefix_anon_map quoted_name "},
    {"sqlalchemy.sql.ddl",
     "AddConstraint BaseDDLElement ClauseElement CreateColumn CreateConstraint "
     "CreateIndex CreateSchema CreateSequence CreateTable DDL DDLBase DDLElement DDLIf "
     "DDLIfCallable DropColumnComment DropConstraint DropConstraintComment DropIndex "
     "DropSchema DropSequence DropTable DropTableComment Executable ExecutableDDLElement "
     "InvokeCreateDDLBase InvokeDDLBase InvokeDropDDLBase SchemaDropper SchemaGenerator "
     "SchemaVisitor SetColumnComment SetConstraintComment SetTableComment sort_tables "
     "sort_tables_and_constraints "},
    {"sqlalchemy.sql.dml",
     "Alias BooleanClauseList ClauseElement ColumnClause ColumnCollection ColumnElement "
     "ColumnSet CompileState DMLState DMLWhereBase Delete DeleteDMLState DialectKWArgs "
     "Executable ExecutableReturnsRows FromClause Generative HasCTE HasCompileState "
     "HasPrefixes Insert InsertDMLState InternalTraversal Join Null NullType "
     "ReturningDelete ReturningInsert ReturningUpdate ReturnsRows SelectLabelStyle "
     "TYPE_CHECKING TableClause TypedReturnsRows Update UpdateBase UpdateDMLState "
     "ValuesBase and_ "},
    {"sqlalchemy.sql.elements",
     "Annotated AnnotatedColumnElement AsBoolean BinaryExpression BindParameter "
     "BooleanClauseList Case Cast ClauseElement ClauseList CollationClause "
     "CollectionAggregate ColumnClause ColumnElement ColumnOperators "
     "CompilerColumnElement CompilerElement DQLDMLClauseElement Executable "
     "ExpressionClauseList ExternallyTraversible Extract False_ FunctionFilter Generative "
     "GroupedElement Grouping HasCopyInternals HasMemoized "
     "HasMemoized_ro_memoized_attribute Immutable IndexExpression InternalTraversal "
     "KeyedColumnElement Label MemoizedHasCacheKey NO_ARG NO_CACHE NamedColumn Null "
     "OperatorExpression Over PARSE_AUTOCOMMIT RANGE_CURRENT RANGE_UNBOUNDED "
     "ReleaseSavepointClause RollbackToSavepointClause SQLColumnExpression "
     "SQLCoreOperations SavepointClause SingletonConstant Slice "
     "SupportsWrappingAnnotations TYPE_CHECKING TableValuedColumn TextClause Traversible "
     "True_ TryCast Tuple TypeClause TypeCoerce TypingOnly UnaryExpression Visitable "
     "WithinGroup WrapsColumnExpression and_ between cloned_traverse collate conv "
     "has_schema_attr is_quoted_name literal literal_column not_ or_ outparam quoted_name "
     "traverse "},
    {"sqlalchemy.sql.expression",
     "Alias AliasedReturnsRows BinaryExpression BindParameter BooleanClauseList CTE "
     "CacheKey Case Cast ClauseElement ClauseList CollectionAggregate ColumnClause "
     "ColumnCollection ColumnElement ColumnOperators CompoundSelect Delete Executable "
     "Exists ExpressionClauseList Extract False_ FromClause FromGrouping Function "
     "FunctionElement FunctionFilter Generative GenerativeSelect Grouping HasCTE "
     "HasPrefixes HasSuffixes Insert Join LABEL_STYLE_DEFAULT "
     "LABEL_STYLE_DISAMBIGUATE_ONLY LABEL_STYLE_NONE LABEL_STYLE_TABLENAME_PLUS_COL Label "
     "LambdaElement Lateral Null Operators Over PARSE_AUTOCOMMIT ReleaseSavepointClause "
     "ReturnsRows RollbackToSavepointClause SQLColumnExpression SavepointClause "
     "ScalarSelect ScalarValues Select SelectBase SelectLabelStyle Selectable "
     "StatementLambdaElement Subquery TableClause TableSample TableValuedAlias TextAsFrom "
     "TextClause TextualSelect True_ TryCast Tuple TypeClause TypeCoerce UnaryExpression "
     "Update UpdateBase Values ValuesBase Visitable WithinGroup alias all_ and_ any_ asc "
     "between bindparam bitwise_not case cast collate column cte custom_op delete desc "
     "distinct except_ except_all exists extract false func funcfilter insert intersect "
     "intersect_all join label lambda_stmt lateral literal literal_column modifier not_ "
     "null nulls_first nulls_last nullsfirst nullslast or_ outerjoin outparam over "
     "public_factory quoted_name select subquery table tablesample text true try_cast "
     "tuple_ type_coerce union union_all update values within_group "},
    {"sqlalchemy.sql.functions",
     "Alias AnsiFunction BinaryExpression BindParameter Cast ClauseList ColumnCollection "
     "ColumnElement Executable Extract FromClause Function FunctionAsBinary "
     "FunctionElement FunctionFilter Generative GenericFunction Grouping HasMemoized "
     "InternalTraversal NamedColumn OrderedSetAgg Over ReturnTypeFromArgs "
     "ReturnTypeFromOptionalArgs ScalarFunctionColumn Select TYPE_CHECKING TableValueType "
     "TableValuedAlias TraversibleType TypeEngine VisitableType WithinGroup "
     "aggregate_strings array_agg char_length coalesce concat count cube cume_dist "
     "current_date current_time current_timestamp current_user dense_rank func "
     "grouping_sets literal_column localtime localtimestamp max min mode modifier "
     "next_value now percent_rank percentile_cont percentile_disc random rank "
     "register_function rollup session_user sum sysdate user "},
    {"sqlalchemy.sql.roles",
     "AllowsLambdaRole AnonymizedFromClauseRole BinaryElementRole ByOfRole "
     "ColumnArgumentOrKeyRole ColumnArgumentRole ColumnListRole ColumnsClauseRole "
     "CompoundElementRole ConstExprRole DDLConstraintColumnRole DDLExpressionRole "
     "DDLReferredColumnRole DDLRole DMLColumnRole DMLRole DMLSelectRole DMLTableRole "
     "ExecutableOptionRole ExpressionElementRole FromClauseRole GroupByRole HasCTERole "
     "HasCacheKeyRole InElementRole IsCTERole JoinTargetRole LabeledColumnExprRole "
     "LimitOffsetRole LiteralValueRole OnClauseRole OrderByRole ReturnsRowsRole SQLRole "
     "SelectStatementRole StatementOptionRole StatementRole StrAsPlainColumnRole "
     "StrictFromClauseRole StringRole StructuralRole TYPE_CHECKING TruncatedLabelRole "
     "TypedColumnsClauseRole UsesInspection WhereHavingRole "},
    {"sqlalchemy.sql.schema",
     "BLANK_SCHEMA CallableColumnDefault CheckConstraint ClauseElement Column "
     "ColumnClause ColumnCollection ColumnCollectionConstraint ColumnCollectionMixin "
     "ColumnDefault ColumnElement ColumnElementColumnDefault Computed Constraint "
     "DEFAULT_NAMING_CONVENTION DedupeColumnCollection DefaultClause DefaultGenerator "
     "DialectKWArgs Executable ExternallyTraversible FetchedValue ForeignKey "
     "ForeignKeyConstraint HasConditionalDDL HasMemoized HasSchemaAttr Identity "
     "IdentityOptions Index InternalTraversal MetaData NULL_UNSPECIFIED PassiveDefault "
     "PrimaryKeyConstraint RETAIN_SCHEMA ScalarElementColumnDefault SchemaConst "
     "SchemaEventTarget SchemaItem SchemaVisitable Sequence TYPE_CHECKING Table "
     "TableClause TextClause ThreadLocalMetaData UniqueConstraint insert_sentinel "
     "quoted_name to_instance "},
    {"sqlalchemy.sql.selectable",
     "Alias AliasedReturnsRows Annotated AnnotatedFromClause BindParameter "
     "BooleanClauseList CTE CacheableOptions ClauseElement ClauseList ColumnClause "
     "ColumnCollection ColumnElement ColumnSet CompileState CompoundSelect "
     "CompoundSelectState DQLDMLClauseElement DedupeColumnCollection "
     "DeprecatedSelectBaseGenerations DeprecatedSelectGenerations DialectKWArgs "
     "Executable ExecutableReturnsRows Exists ForUpdateArg FromClause FromClauseAlias "
     "FromGrouping Generative GenerativeSelect GroupedElement Grouping HasCTE "
     "HasCompileState HasHints HasMemoized HasMemoized_ro_memoized_attribute HasPrefixes "
     "HasSuffixes Immutable InternalTraversal Join LABEL_STYLE_DEFAULT "
     "LABEL_STYLE_DISAMBIGUATE_ONLY LABEL_STYLE_NONE LABEL_STYLE_TABLENAME_PLUS_COL "
     "Lateral LateralFromClause NULLTYPE NamedFromClause NamedFromGrouping NoInit "
     "OperatorType ReturnsRows ScalarSelect ScalarValues Select SelectBase "
     "SelectLabelStyle SelectState SelectStatementGrouping Selectable SelectsRows "
     "Subquery SupportsCloneAnnotations TYPE_CHECKING TableClause TableSample "
     "TableValuedAlias TableValuedColumn TextAsFrom TextualSelect True_ TypedReturnsRows "
     "UnaryExpression Values Visitable and_ elem inspect literal_column prefix_anon_map "
     "subquery "},
    {"sqlalchemy.sql.sqltypes",
     "ARRAY BIGINT BINARY BLOB BOOLEAN BOOLEANTYPE BigInteger Binary Boolean CHAR CLOB "
     "Concatenable DATE DATETIME DATETIME_TIMEZONE DECIMAL DOUBLE DOUBLE_PRECISION Date "
     "DateTime Double Emulated Enum FLOAT Float HasCacheKey HasExpressionLookup INDEXABLE "
     "INT INTEGER INTEGERTYPE Indexable Integer InternalTraversal Interval JSON "
     "LargeBinary MATCHTYPE MatchType NCHAR NO_ARG NULLTYPE NUMERIC NUMERICTYPE NVARCHAR "
     "NativeForEmulated NullType Numeric PickleType REAL SMALLINT STRINGTYPE "
     "SchemaEventTarget SchemaType Slice SmallInteger String TABLEVALUE TEXT TIME "
     "TIMESTAMP TIME_TIMEZONE TYPE_CHECKING TableValueType Text Time TupleType "
     "TypeDecorator TypeEngine TypeEngineMixin UUID Unicode UnicodeText Uuid VARBINARY "
     "VARCHAR Variant is_literal is_pep695 quoted_name to_instance type_coerce "
     "warn_deprecated "},
    {"sqlalchemy.sql.util",
     "Alias BindParameter ClauseAdapter ClauseElement Column ColumnAdapter ColumnClause "
     "ColumnElement ColumnSet FromClause FromGrouping Grouping HasCacheKey Join "
     "KeyedColumnElement Label NamedColumn Null ScalarSelect SelectBase TYPE_CHECKING "
     "TableClause UnaryExpression adapt_criterion_to_null bind_values clause_is_present "
     "criterion_as_pairs expand_column_list_from_order_by extract_first_column_annotation "
     "find_join_source find_left_clause_that_matches_given find_left_clause_to_join_from "
     "find_tables join_condition reduce_columns selectables_overlap sort_tables "
     "splice_joins surface_column_elements surface_selectables surface_selectables_only "
     "tables_from_leftmost unwrap_label_reference unwrap_order_by visit_binary_product "},
    {"sqlalchemy.sql.visitors",
     "ClauseVisitor CloningExternalTraversal CloningVisitor ExtendedInternalTraversal "
     "ExternalTraversal ExternallyTraversible HAS_CYEXTENSION HasTraversalDispatch "
     "HasTraverseInternals InternalTraversal ReplacingCloningVisitor "
     "ReplacingExternalTraversal TYPE_CHECKING Traversible TraversibleType Visitable "
     "VisitableType anon_map cloned_traverse iterate iterate_depthfirst prefix_anon_map "
     "replacement_traverse symbol traverse traverse_depthfirst traverse_using "},
    {"sqlalchemy.types",
     "ARRAY BIGINT BINARY BLOB BOOLEAN BigInteger Binary Boolean CHAR CLOB Concatenable "
     "DATE DATETIME DECIMAL DOUBLE DOUBLE_PRECISION Date DateTime Double Enum "
     "ExternalType FLOAT Float INT INTEGER Indexable Integer Interval JSON LargeBinary "
     "MatchType NCHAR NULLTYPE NUMERIC NVARCHAR NullType Numeric PickleType REAL SMALLINT "
     "STRINGTYPE SchemaType SmallInteger String TEXT TIME TIMESTAMP Text Time TupleType "
     "TypeDecorator TypeEngine UUID Unicode UnicodeText UserDefinedType Uuid VARBINARY "
     "VARCHAR Variant adapt_type to_instance "},
    {"sqlalchemy.util",
     "EMPTY_DICT EMPTY_SET EnsureKWArg EnsureKWArgType FacadeDict FastIntFlag HasMemoized "
     "HasMemoized_ro_memoized_attribute IdentitySet ImmutableContainer "
     "ImmutableProperties KeyedTuple LRUCache MemoizedSlots NONE_SET OrderedDict "
     "OrderedIdentitySet OrderedProperties OrderedSet PluginLoader PopulateDict "
     "Properties ReadOnlyContainer ReadOnlyProperties SQLALCHEMY_WARN_20 ScopedRegistry "
     "TYPE_CHECKING ThreadLocalRegistry TypingOnly UniqueAppender WeakPopulateDict "
     "WeakSequence add_parameter_text arm as_interface asbool asint assert_arg_type "
     "asyncio attrsetter await_fallback await_only b b64decode b64encode became_legacy_20 "
     "binary_types bool_or_str chop_traceback class_hierarchy classproperty "
     "clsname_as_plain_name cmp coerce_generator_arg coerce_kw_type "
     "coerce_to_immutabledict constructor_copy constructor_key counter cpython "
     "create_proxy_methods dataclass_fields decode_backslashreplace decode_slice "
     "decorator dependencies deprecated deprecated_20 deprecated_20_cls deprecated_cls "
     "deprecated_params dictlike_iteritems duck_type_collection ellipses_string "
     "find_matching_paren flatten_iterator format_argspec_init format_argspec_plus "
     "freethreading generic_fn_descriptor generic_repr get_annotations "
     "get_callable_argspec get_cls_kwargs get_func_kwargs getargspec_init greenlet_spawn "
     "group_expirable_memoized_property has_compiled_ext has_dupes has_intersection "
     "has_refcount_gc hybridmethod hybridproperty immutabledict inject_docstring_text "
     "inspect_getfullargspec int_types is64bit is_exit_exception is_non_string_iterable "
     "iterate_attributes jython lightweight_named_tuple local_dataclass_fields map_bits "
     "md5_hex memoized_instancemethod memoized_property merge_lists_w_ordering "
     "method_is_overridden methods_equivalent monkeypatch_proxied_specials moved_20 "
     "nested non_memoized_property nullcontext only_once ordered_column_set osx "
     "parse_user_argument_for_enum pending_deprecation portable_instancemethod "
     "preload_module preloaded py2k py310 py311 py312 py313 py314 py33 py36 py37 py38 "
     "py39 py3k pypy quoted_token_parser raise_ raise_from_cause reraise "
     "ro_memoized_property ro_non_memoized_property rw_hybridproperty safe_kwarg "
     "safe_reraise set_creation_order sort_dictionary string_or_unprintable string_types "
     "strip_outer_parens symbol to_column_set to_list to_set u ue "
     "unbound_method_to_callable unique_list update_copy walk_subclasses warn "
     "warn_deprecated warn_deprecated_20 warn_exception warn_limited "
     "warn_pending_deprecation win32 with_metaclass wrap_callable "},
};

constexpr Known kKnownClasses[] = {
    {"Alias",
     "alias allows_lambda as_scalar bind c columns compare compile "
     "correspond_on_equivalents corresponding_column count description entity_namespace "
     "exported_columns foreign_keys get_children implicit_returning inherit_cache "
     "is_clause_element is_derived_from is_dml is_selectable join lateral "
     "memoized_attribute memoized_instancemethod named_with_column original outerjoin "
     "params primary_key replace_selectable schema select selectable self_group "
     "stringify_dialect supports_execution table_valued tablesample unique_params "
     "uses_inspection "},
    {"CTE",
     "alias allows_lambda as_scalar bind c columns compare compile "
     "correspond_on_equivalents corresponding_column count description entity_namespace "
     "exported_columns foreign_keys get_children implicit_returning inherit_cache "
     "is_clause_element is_derived_from is_dml is_selectable join lateral "
     "memoized_attribute memoized_instancemethod named_with_column original outerjoin "
     "params prefix_with primary_key replace_selectable schema select selectable "
     "self_group stringify_dialect suffix_with supports_execution table_valued "
     "tablesample union union_all unique_params uses_inspection "},
    {"Case",
     "all_ allows_lambda anon_key_label anon_label any_ asc base_columns between bind "
     "bitwise_and bitwise_lshift bitwise_not bitwise_or bitwise_rshift bitwise_xor "
     "bool_op cast collate comparator compare compile concat contains desc description "
     "distinct endswith entity_namespace expression foreign_keys get_children icontains "
     "iendswith ilike in_ inherit_cache is_ is_clause_element is_distinct_from is_dml "
     "is_not is_not_distinct_from is_selectable isnot isnot_distinct_from istartswith key "
     "label like match memoized_attribute memoized_instancemethod not_ilike not_in "
     "not_like notilike notin_ notlike nulls_first nulls_last nullsfirst nullslast op "
     "operate params primary_key proxy_set regexp_match regexp_replace reverse_operate "
     "self_group shares_lineage startswith stringify_dialect supports_execution timetuple "
     "type unique_params uses_inspection "},
    {"Cast",
     "all_ allows_lambda anon_key_label anon_label any_ asc base_columns between bind "
     "bitwise_and bitwise_lshift bitwise_not bitwise_or bitwise_rshift bitwise_xor "
     "bool_op cast collate comparator compare compile concat contains desc description "
     "distinct endswith entity_namespace expression foreign_keys get_children icontains "
     "iendswith ilike in_ inherit_cache is_ is_clause_element is_distinct_from is_dml "
     "is_not is_not_distinct_from is_selectable isnot isnot_distinct_from istartswith key "
     "label like match memoized_attribute memoized_instancemethod not_ilike not_in "
     "not_like notilike notin_ notlike nulls_first nulls_last nullsfirst nullslast op "
     "operate params primary_key proxy_set regexp_match regexp_replace reverse_operate "
     "self_group shares_lineage startswith stringify_dialect supports_execution timetuple "
     "type unique_params uses_inspection wrapped_column_expression "},
    {"Column",
     "all_ allows_lambda anon_key_label anon_label any_ append_foreign_key argument_for "
     "asc base_columns between bind bitwise_and bitwise_lshift bitwise_not bitwise_or "
     "bitwise_rshift bitwise_xor bool_op cast collate comparator compare compile concat "
     "contains copy create_drop_stringify_dialect default desc description dialect_kwargs "
     "dialect_options dispatch distinct endswith entity_namespace expression foreign_keys "
     "get_children get_dialect_option icontains iendswith ilike in_ index info "
     "inherit_cache is_ is_clause_element is_distinct_from is_dml is_literal is_not "
     "is_not_distinct_from is_selectable isnot isnot_distinct_from istartswith key kwargs "
     "label like match memoized_attribute memoized_instancemethod not_ilike not_in "
     "not_like notilike notin_ notlike nulls_first nulls_last nullsfirst nullslast "
     "onupdate op operate params primary_key proxy_set quote references regexp_match "
     "regexp_replace reverse_operate self_group server_default server_onupdate "
     "shares_lineage startswith stringify_dialect supports_execution table timetuple type "
     "unique unique_params uses_inspection "},
    {"ColumnElement",
     "all_ allows_lambda anon_key_label anon_label any_ asc base_columns between bind "
     "bitwise_and bitwise_lshift bitwise_not bitwise_or bitwise_rshift bitwise_xor "
     "bool_op cast collate comparator compare compile concat contains desc description "
     "distinct endswith entity_namespace expression foreign_keys get_children icontains "
     "iendswith ilike in_ inherit_cache is_ is_clause_element is_distinct_from is_dml "
     "is_not is_not_distinct_from is_selectable isnot isnot_distinct_from istartswith key "
     "label like match memoized_attribute memoized_instancemethod not_ilike not_in "
     "not_like notilike notin_ notlike nulls_first nulls_last nullsfirst nullslast op "
     "operate params primary_key proxy_set regexp_match regexp_replace reverse_operate "
     "self_group shares_lineage startswith stringify_dialect supports_execution timetuple "
     "type unique_params uses_inspection "},
    {"CompoundSelect",
     "EXCEPT EXCEPT_ALL INTERSECT INTERSECT_ALL UNION UNION_ALL add_cte alias "
     "allows_lambda append_group_by append_order_by apply_labels argument_for as_scalar "
     "autocommit bind c columns compare compile correspond_on_equivalents "
     "corresponding_column count cte description dialect_kwargs dialect_options "
     "entity_namespace execute execution_options exists exported_columns fetch for_update "
     "foreign_keys get_children get_dialect_option get_execution_options get_label_style "
     "group_by inherit_cache is_clause_element is_delete is_derived_from is_dml "
     "is_from_statement is_insert is_select is_selectable is_text is_update join kwargs "
     "label lateral limit memoized_attribute memoized_instancemethod name_cte_columns "
     "named_with_column offset options order_by outerjoin params primary_key "
     "replace_selectable scalar scalar_subquery schema select selectable selected_columns "
     "self_group set_label_style slice stringify_dialect subquery supports_execution "
     "tablesample unique_params uses_inspection with_for_update "},
    {"Connection",
     "begin begin_nested begin_twophase close closed commit commit_prepared connect "
     "connection contextual_connect create default_isolation_level detach dispatch drop "
     "engine exec_driver_sql execute execution_options get_execution_options "
     "get_isolation_level get_nested_transaction get_transaction in_nested_transaction "
     "in_transaction info invalidate invalidated recover_twophase rollback "
     "rollback_prepared run_callable scalar scalars schema_for_object "
     "should_close_with_result transaction "},
    {"Delete",
     "add_cte allows_lambda argument_for bind compare compile corresponding_column cte "
     "description dialect_kwargs dialect_options entity_description entity_namespace "
     "execute execution_options exported_columns filter filter_by get_children "
     "get_dialect_option get_execution_options inherit_cache is_clause_element is_delete "
     "is_derived_from is_dml is_from_statement is_insert is_select is_selectable is_text "
     "is_update kwargs memoized_attribute memoized_instancemethod name_cte_columns "
     "named_with_column options params prefix_with return_defaults returning "
     "returning_column_descriptions scalar selectable self_group stringify_dialect "
     "supports_execution unique_params uses_inspection where whereclause "
     "with_dialect_options with_hint "},
    {"Engine",
     "begin clear_compiled_cache connect contextual_connect create dispatch dispose "
     "driver drop echo engine execute execution_options get_execution_options has_table "
     "logging_name name raw_connection run_callable scalar schema_for_object table_names "
     "transaction update_execution_options "},
    {"Exists",
     "all_ allows_lambda anon_key_label anon_label any_ asc base_columns between bind "
     "bitwise_and bitwise_lshift bitwise_not bitwise_or bitwise_rshift bitwise_xor "
     "bool_op cast collate comparator compare compile concat contains correlate "
     "correlate_except desc description distinct endswith entity_namespace expression "
     "foreign_keys get_children icontains iendswith ilike in_ inherit_cache is_ "
     "is_clause_element is_distinct_from is_dml is_not is_not_distinct_from is_selectable "
     "isnot isnot_distinct_from istartswith key label like match memoized_attribute "
     "memoized_instancemethod not_ilike not_in not_like notilike notin_ notlike "
     "nulls_first nulls_last nullsfirst nullslast op operate params primary_key proxy_set "
     "regexp_match regexp_replace reverse_operate select select_from self_group "
     "shares_lineage startswith stringify_dialect supports_execution timetuple type "
     "unique_params uses_inspection where "},
    {"FromClause",
     "alias allows_lambda bind c columns compare compile correspond_on_equivalents "
     "corresponding_column count description entity_namespace exported_columns "
     "foreign_keys get_children inherit_cache is_clause_element is_derived_from is_dml "
     "is_selectable join lateral memoized_attribute memoized_instancemethod "
     "named_with_column outerjoin params primary_key replace_selectable schema select "
     "selectable self_group stringify_dialect supports_execution table_valued tablesample "
     "unique_params uses_inspection "},
    {"Function",
     "alias all_ allows_lambda anon_key_label anon_label any_ as_comparison asc "
     "base_columns between bind bitwise_and bitwise_lshift bitwise_not bitwise_or "
     "bitwise_rshift bitwise_xor bool_op c cast clauses collate column_valued columns "
     "comparator compare compile concat contains correspond_on_equivalents "
     "corresponding_column count desc description distinct endswith entity_namespace "
     "execute execution_options exported_columns expression filter foreign_keys "
     "get_children get_execution_options icontains iendswith ilike in_ inherit_cache is_ "
     "is_clause_element is_delete is_derived_from is_distinct_from is_dml "
     "is_from_statement is_insert is_not is_not_distinct_from is_select is_selectable "
     "is_text is_update isnot isnot_distinct_from istartswith join key label lateral like "
     "match memoized_attribute memoized_instancemethod named_with_column not_ilike not_in "
     "not_like notilike notin_ notlike nulls_first nulls_last nullsfirst nullslast op "
     "operate options outerjoin over packagenames params primary_key proxy_set "
     "regexp_match regexp_replace replace_selectable reverse_operate scalar "
     "scalar_table_valued schema select selectable self_group shares_lineage startswith "
     "stringify_dialect supports_execution table_valued tablesample timetuple type "
     "unique_params uses_inspection within_group within_group_type "},
    {"Insert",
     "add_cte allows_lambda argument_for bind compare compile corresponding_column cte "
     "description dialect_kwargs dialect_options entity_description entity_namespace "
     "execute execution_options exported_columns from_select get_children "
     "get_dialect_option get_execution_options include_insert_from_select_defaults "
     "inherit_cache inline is_clause_element is_delete is_derived_from is_dml "
     "is_from_statement is_insert is_select is_selectable is_text is_update kwargs "
     "memoized_attribute memoized_instancemethod name_cte_columns named_with_column "
     "options params prefix_with return_defaults returning returning_column_descriptions "
     "scalar select selectable self_group stringify_dialect supports_execution "
     "unique_params uses_inspection values with_dialect_options with_hint "},
    {"InstanceState",
     "async_session attrs callables class_ committed_state deleted detached dict expired "
     "expired_attributes extension_type get_history get_impl has_identity identity "
     "identity_key identity_token info insert_order is_aliased_class is_attribute "
     "is_bundle is_clause_element is_instance is_mapper is_property is_selectable key "
     "load_options load_path manager mapper modified obj object parents pending "
     "persistent runid session session_id transient unloaded unloaded_expirable "
     "unmodified unmodified_intersection was_deleted "},
    {"Join",
     "alias allows_lambda bind c columns compare compile correspond_on_equivalents "
     "corresponding_column count description entity_namespace exported_columns "
     "foreign_keys get_children inherit_cache is_clause_element is_derived_from is_dml "
     "is_selectable join lateral memoized_attribute memoized_instancemethod "
     "named_with_column outerjoin params primary_key replace_selectable schema select "
     "selectable self_group stringify_dialect supports_execution table_valued tablesample "
     "unique_params uses_inspection "},
    {"Label",
     "all_ allows_lambda anon_key_label anon_label any_ asc base_columns between bind "
     "bitwise_and bitwise_lshift bitwise_not bitwise_or bitwise_rshift bitwise_xor "
     "bool_op cast collate comparator compare compile concat contains desc description "
     "distinct element endswith entity_namespace expression foreign_keys get_children "
     "icontains iendswith ilike in_ inherit_cache is_ is_clause_element is_distinct_from "
     "is_dml is_literal is_not is_not_distinct_from is_selectable isnot "
     "isnot_distinct_from istartswith key label like match memoized_attribute "
     "memoized_instancemethod not_ilike not_in not_like notilike notin_ notlike "
     "nulls_first nulls_last nullsfirst nullslast op operate params primary_key proxy_set "
     "regexp_match regexp_replace reverse_operate self_group shares_lineage startswith "
     "stringify_dialect supports_execution table timetuple type unique_params "
     "uses_inspection "},
    {"Mapper",
     "add_properties add_property all_orm_descriptors allows_lambda attrs base_mapper c "
     "cascade_iterator class_ class_manager column_attrs columns common_parent composites "
     "concrete configured description dispatch dispose entity entity_namespace "
     "extension_type get_property get_property_by_column has_property "
     "identity_key_from_instance identity_key_from_primary_key identity_key_from_row "
     "inherit_cache inherits is_aliased_class is_attribute is_bundle is_clause_element "
     "is_instance is_mapper is_property is_selectable is_sibling isa iterate_properties "
     "iterate_to_root local_table logger logging_name mapped_table mapper "
     "memoized_attribute memoized_instancemethod non_primary persist_selectable "
     "polymorphic_identity polymorphic_iterator polymorphic_map polymorphic_on "
     "primary_base_mapper primary_key primary_key_from_instance primary_mapper "
     "relationships represents_outer_join select_identity_token selectable "
     "self_and_descendants single synonyms tables uses_inspection validators "
     "with_polymorphic_mappers "},
    {"MetaData",
     "append_ddl_listener bind clear create_all create_drop_stringify_dialect dispatch "
     "drop_all get_children info is_bound quote reflect remove sorted_tables tables "},
    {"ORMExecuteState",
     "all_mappers bind_arguments bind_mapper execution_options identity_token "
     "invoke_statement is_column_load is_delete is_executemany is_from_statement "
     "is_insert is_orm_statement is_relationship_load is_select is_update "
     "lazy_loaded_from load_options loader_strategy_path local_execution_options "
     "parameters session statement update_delete_options update_execution_options "
     "user_defined_options "},
    {"Over",
     "all_ allows_lambda anon_key_label anon_label any_ asc base_columns between bind "
     "bitwise_and bitwise_lshift bitwise_not bitwise_or bitwise_rshift bitwise_xor "
     "bool_op cast collate comparator compare compile concat contains desc description "
     "distinct element endswith entity_namespace expression foreign_keys func "
     "get_children icontains iendswith ilike in_ inherit_cache is_ is_clause_element "
     "is_distinct_from is_dml is_not is_not_distinct_from is_selectable isnot "
     "isnot_distinct_from istartswith key label like match memoized_attribute "
     "memoized_instancemethod not_ilike not_in not_like notilike notin_ notlike "
     "nulls_first nulls_last nullsfirst nullslast op operate order_by params partition_by "
     "primary_key proxy_set regexp_match regexp_replace reverse_operate self_group "
     "shares_lineage startswith stringify_dialect supports_execution timetuple type "
     "unique_params uses_inspection "},
    {"Query",
     "add_column add_columns add_entity all allows_lambda apply_labels as_scalar "
     "autoflush bind column_descriptions correlate count cte delete dispatch distinct "
     "enable_assertions enable_eagerloads except_ except_all execute execution_options "
     "exists filter filter_by first from_self from_statement get get_children "
     "get_execution_options get_label_style group_by having instances intersect "
     "intersect_all is_delete is_dml is_from_statement is_insert is_select "
     "is_single_entity is_text is_update join label lazy_loaded_from limit load_options "
     "logger logging_name memoized_attribute memoized_instancemethod merge_result offset "
     "one one_or_none only_return_tuples options order_by outerjoin params "
     "populate_existing prefix_with reset_joinpoint scalar scalar_subquery "
     "select_entity_from select_from selectable set_label_style slice statement subquery "
     "suffix_with supports_execution tuples union union_all update uses_inspection value "
     "values where whereclause with_entities with_for_update with_hint with_labels "
     "with_lockmode with_parent with_polymorphic with_session with_statement_hint "
     "with_transformation yield_per "},
    {"Result",
     "all close closed columns connection context cursor cursor_strategy dialect fetchall "
     "fetchmany fetchone first freeze inserted_primary_key inserted_primary_key_rows "
     "is_insert keys last_inserted_params last_updated_params lastrow_has_defaults "
     "lastrowid mappings memoized_attribute memoized_instancemethod merge next one "
     "one_or_none out_parameters partitions postfetch_cols prefetch_cols process_rows "
     "returned_defaults returned_defaults_rows returns_rows rowcount scalar scalar_one "
     "scalar_one_or_none scalars splice_horizontally splice_vertically "
     "supports_sane_multi_rowcount supports_sane_rowcount t tuples unique yield_per "},
    {"Row", "count has_key index items iterkeys itervalues keys t tuple values "},
    {"ScalarSelect",
     "all_ allows_lambda anon_key_label anon_label any_ asc base_columns between bind "
     "bitwise_and bitwise_lshift bitwise_not bitwise_or bitwise_rshift bitwise_xor "
     "bool_op c cast collate columns comparator compare compile concat contains correlate "
     "correlate_except desc description distinct endswith entity_namespace expression "
     "foreign_keys get_children icontains iendswith ilike in_ inherit_cache is_ "
     "is_clause_element is_distinct_from is_dml is_not is_not_distinct_from is_selectable "
     "isnot isnot_distinct_from istartswith key label like match memoized_attribute "
     "memoized_instancemethod not_ilike not_in not_like notilike notin_ notlike "
     "nulls_first nulls_last nullsfirst nullslast op operate params primary_key proxy_set "
     "regexp_match regexp_replace reverse_operate self_group shares_lineage startswith "
     "stringify_dialect supports_execution timetuple type unique_params uses_inspection "
     "where "},
    {"Select",
     "add_columns add_cte alias allows_lambda append_column append_correlation "
     "append_from append_group_by append_having append_order_by append_prefix "
     "append_whereclause apply_labels argument_for as_scalar autocommit bind c column "
     "column_descriptions columns columns_clause_froms compare compile correlate "
     "correlate_except correspond_on_equivalents corresponding_column count "
     "create_legacy_select cte description dialect_kwargs dialect_options distinct "
     "entity_namespace except_ except_all execute execution_options exists "
     "exported_columns fetch filter filter_by for_update foreign_keys from_statement "
     "froms get_children get_dialect_option get_execution_options get_final_froms "
     "get_label_style group_by having inherit_cache inner_columns intersect intersect_all "
     "is_clause_element is_delete is_derived_from is_dml is_from_statement is_insert "
     "is_select is_selectable is_text is_update join join_from kwargs label lateral limit "
     "locate_all_froms memoized_attribute memoized_instancemethod name_cte_columns "
     "named_with_column offset options order_by outerjoin outerjoin_from params "
     "prefix_with primary_key reduce_columns replace_selectable scalar scalar_subquery "
     "schema select select_from selectable selected_columns self_group set_label_style "
     "slice stringify_dialect subquery suffix_with supports_execution tablesample type "
     "union union_all unique_params uses_inspection where whereclause with_for_update "
     "with_hint with_only_columns with_statement_hint "},
    {"Session",
     "add add_all begin begin_nested bind_mapper bind_table bulk_insert_mappings "
     "bulk_save_objects bulk_update_mappings close close_all commit connection "
     "connection_callable delete deleted dirty dispatch enable_relationship_loading "
     "execute expire expire_all expunge expunge_all flush get get_bind "
     "get_nested_transaction get_one get_transaction identity_key identity_map "
     "in_nested_transaction in_transaction info invalidate is_active is_modified merge "
     "new no_autoflush object_session prepare prune public_methods query refresh reset "
     "rollback scalar scalars transaction "},
    {"Subquery",
     "alias allows_lambda as_scalar bind c columns compare compile corresponding_column "
     "description entity_namespace exported_columns foreign_keys get_children "
     "implicit_returning inherit_cache is_clause_element is_derived_from is_dml "
     "is_selectable join lateral memoized_attribute memoized_instancemethod "
     "named_with_column original outerjoin params primary_key replace_selectable schema "
     "select selectable self_group stringify_dialect supports_execution table_valued "
     "tablesample unique_params uses_inspection "},
    {"Table",
     "add_is_dependent_on alias allows_lambda append_column append_constraint "
     "append_ddl_listener argument_for autoincrement_column bind c columns compare "
     "compile constraints correspond_on_equivalents corresponding_column count create "
     "create_drop_stringify_dialect delete description dialect_kwargs dialect_options "
     "dispatch drop entity_namespace exists exported_columns foreign_key_constraints "
     "foreign_keys get_children get_dialect_option implicit_returning indexes info "
     "inherit_cache insert is_clause_element is_derived_from is_dml is_selectable join "
     "key kwargs lateral memoized_attribute memoized_instancemethod named_with_column "
     "outerjoin params primary_key quote quote_schema replace_selectable schema select "
     "selectable self_group stringify_dialect supports_execution table_valued tablesample "
     "to_metadata tometadata unique_params update uses_inspection "},
    {"TextClause",
     "allows_lambda bind bindparams columns comparator compare compile description "
     "entity_namespace execute execution_options get_children get_execution_options "
     "inherit_cache is_clause_element is_delete is_dml is_from_statement is_insert "
     "is_select is_selectable is_text is_update key label memoized_attribute "
     "memoized_instancemethod options params scalar selectable self_group "
     "stringify_dialect subquery supports_execution type unique_params uses_inspection "},
    {"Update",
     "add_cte allows_lambda argument_for bind compare compile corresponding_column cte "
     "description dialect_kwargs dialect_options entity_description entity_namespace "
     "execute execution_options exported_columns filter filter_by get_children "
     "get_dialect_option get_execution_options inherit_cache inline is_clause_element "
     "is_delete is_derived_from is_dml is_from_statement is_insert is_select "
     "is_selectable is_text is_update kwargs memoized_attribute memoized_instancemethod "
     "name_cte_columns named_with_column options ordered_values params prefix_with "
     "return_defaults returning returning_column_descriptions scalar select selectable "
     "self_group stringify_dialect supports_execution unique_params uses_inspection "
     "values where whereclause with_dialect_options with_hint "},
    {"sessionmaker", "begin close_all configure identity_key object_session "},
};

constexpr Part kInnerModules[] = {
    {"sqlalchemy.cyextension", 4},
    {"sqlalchemy.databases", 3},
    {"sqlalchemy.dialects.firebird", 3},
    {"sqlalchemy.dialects.firebird.base", 3},
    {"sqlalchemy.dialects.firebird.fdb", 3},
    {"sqlalchemy.dialects.firebird.kinterbasdb", 3},
    {"sqlalchemy.dialects.mssql", 7},
    {"sqlalchemy.dialects.mssql.adodbapi", 1},
    {"sqlalchemy.dialects.mssql.aioodbc", 4},
    {"sqlalchemy.dialects.mssql.base", 7},
    {"sqlalchemy.dialects.mssql.information_schema", 7},
    {"sqlalchemy.dialects.mssql.json", 6},
    {"sqlalchemy.dialects.mssql.mxodbc", 3},
    {"sqlalchemy.dialects.mssql.pymssql", 7},
    {"sqlalchemy.dialects.mssql.pyodbc", 7},
    {"sqlalchemy.dialects.mssql.zxjdbc", 1},
    {"sqlalchemy.dialects.mysql.aiomysql", 6},
    {"sqlalchemy.dialects.mysql.asyncmy", 6},
    {"sqlalchemy.dialects.mysql.base", 7},
    {"sqlalchemy.dialects.mysql.cymysql", 7},
    {"sqlalchemy.dialects.mysql.dml", 7},
    {"sqlalchemy.dialects.mysql.enumerated", 7},
    {"sqlalchemy.dialects.mysql.expression", 6},
    {"sqlalchemy.dialects.mysql.gaerdbms", 1},
    {"sqlalchemy.dialects.mysql.json", 7},
    {"sqlalchemy.dialects.mysql.mariadb", 6},
    {"sqlalchemy.dialects.mysql.mariadbconnector", 6},
    {"sqlalchemy.dialects.mysql.mysqlconnector", 7},
    {"sqlalchemy.dialects.mysql.mysqldb", 7},
    {"sqlalchemy.dialects.mysql.oursql", 3},
    {"sqlalchemy.dialects.mysql.pymysql", 7},
    {"sqlalchemy.dialects.mysql.pyodbc", 7},
    {"sqlalchemy.dialects.mysql.reflection", 7},
    {"sqlalchemy.dialects.mysql.reserved_words", 6},
    {"sqlalchemy.dialects.mysql.types", 7},
    {"sqlalchemy.dialects.mysql.zxjdbc", 1},
    {"sqlalchemy.dialects.oracle", 7},
    {"sqlalchemy.dialects.oracle.base", 7},
    {"sqlalchemy.dialects.oracle.cx_oracle", 7},
    {"sqlalchemy.dialects.oracle.dictionary", 4},
    {"sqlalchemy.dialects.oracle.oracledb", 4},
    {"sqlalchemy.dialects.oracle.types", 4},
    {"sqlalchemy.dialects.oracle.vector", 4},
    {"sqlalchemy.dialects.oracle.zxjdbc", 1},
    {"sqlalchemy.dialects.postgresql.array", 7},
    {"sqlalchemy.dialects.postgresql.asyncpg", 6},
    {"sqlalchemy.dialects.postgresql.base", 7},
    {"sqlalchemy.dialects.postgresql.dml", 7},
    {"sqlalchemy.dialects.postgresql.ext", 7},
    {"sqlalchemy.dialects.postgresql.hstore", 7},
    {"sqlalchemy.dialects.postgresql.json", 7},
    {"sqlalchemy.dialects.postgresql.named_types", 4},
    {"sqlalchemy.dialects.postgresql.operators", 4},
    {"sqlalchemy.dialects.postgresql.pg8000", 7},
    {"sqlalchemy.dialects.postgresql.pg_catalog", 4},
    {"sqlalchemy.dialects.postgresql.psycopg", 4},
    {"sqlalchemy.dialects.postgresql.psycopg2", 7},
    {"sqlalchemy.dialects.postgresql.psycopg2cffi", 7},
    {"sqlalchemy.dialects.postgresql.pygresql", 3},
    {"sqlalchemy.dialects.postgresql.pypostgresql", 3},
    {"sqlalchemy.dialects.postgresql.ranges", 7},
    {"sqlalchemy.dialects.postgresql.types", 4},
    {"sqlalchemy.dialects.postgresql.zxjdbc", 1},
    {"sqlalchemy.dialects.sqlite.aiosqlite", 6},
    {"sqlalchemy.dialects.sqlite.base", 7},
    {"sqlalchemy.dialects.sqlite.dml", 6},
    {"sqlalchemy.dialects.sqlite.json", 7},
    {"sqlalchemy.dialects.sqlite.pysqlcipher", 7},
    {"sqlalchemy.dialects.sqlite.pysqlite", 7},
    {"sqlalchemy.dialects.sybase", 3},
    {"sqlalchemy.dialects.sybase.base", 3},
    {"sqlalchemy.dialects.sybase.mxodbc", 3},
    {"sqlalchemy.dialects.sybase.pyodbc", 3},
    {"sqlalchemy.dialects.sybase.pysybase", 3},
    {"sqlalchemy.engine.base", 7},
    {"sqlalchemy.engine.characteristics", 6},
    {"sqlalchemy.engine.create", 6},
    {"sqlalchemy.engine.cursor", 6},
    {"sqlalchemy.engine.default", 7},
    {"sqlalchemy.engine.events", 6},
    {"sqlalchemy.engine.interfaces", 7},
    {"sqlalchemy.engine.mock", 6},
    {"sqlalchemy.engine.processors", 4},
    {"sqlalchemy.engine.reflection", 7},
    {"sqlalchemy.engine.result", 7},
    {"sqlalchemy.engine.row", 6},
    {"sqlalchemy.engine.strategies", 7},
    {"sqlalchemy.engine.threadlocal", 1},
    {"sqlalchemy.engine.url", 7},
    {"sqlalchemy.engine.util", 7},
    {"sqlalchemy.event.api", 7},
    {"sqlalchemy.event.attr", 7},
    {"sqlalchemy.event.base", 7},
    {"sqlalchemy.event.legacy", 7},
    {"sqlalchemy.event.registry", 7},
    {"sqlalchemy.events", 7},
    {"sqlalchemy.ext", 7},
    {"sqlalchemy.ext.asyncio.base", 6},
    {"sqlalchemy.ext.asyncio.engine", 6},
    {"sqlalchemy.ext.asyncio.events", 2},
    {"sqlalchemy.ext.asyncio.exc", 6},
    {"sqlalchemy.ext.asyncio.result", 6},
    {"sqlalchemy.ext.asyncio.scoping", 6},
    {"sqlalchemy.ext.asyncio.session", 6},
    {"sqlalchemy.ext.baked", 7},
    {"sqlalchemy.ext.declarative.api", 1},
    {"sqlalchemy.ext.declarative.base", 1},
    {"sqlalchemy.ext.declarative.clsregistry", 1},
    {"sqlalchemy.ext.declarative.extensions", 6},
    {"sqlalchemy.ext.horizontal_shard", 7},
    {"sqlalchemy.ext.indexable", 7},
    {"sqlalchemy.ext.instrumentation", 7},
    {"sqlalchemy.ext.mypy", 6},
    {"sqlalchemy.ext.mypy.apply", 6},
    {"sqlalchemy.ext.mypy.decl_class", 6},
    {"sqlalchemy.ext.mypy.infer", 6},
    {"sqlalchemy.ext.mypy.names", 6},
    {"sqlalchemy.ext.mypy.util", 6},
    {"sqlalchemy.ext.serializer", 7},
    {"sqlalchemy.future.engine", 6},
    {"sqlalchemy.future.orm", 2},
    {"sqlalchemy.interfaces", 1},
    {"sqlalchemy.log", 7},
    {"sqlalchemy.orm.base", 7},
    {"sqlalchemy.orm.bulk_persistence", 4},
    {"sqlalchemy.orm.clsregistry", 6},
    {"sqlalchemy.orm.context", 6},
    {"sqlalchemy.orm.decl_api", 6},
    {"sqlalchemy.orm.decl_base", 6},
    {"sqlalchemy.orm.dependency", 7},
    {"sqlalchemy.orm.deprecated_interfaces", 1},
    {"sqlalchemy.orm.descriptor_props", 7},
    {"sqlalchemy.orm.dynamic", 7},
    {"sqlalchemy.orm.evaluator", 7},
    {"sqlalchemy.orm.events", 7},
    {"sqlalchemy.orm.identity", 7},
    {"sqlalchemy.orm.instrumentation", 7},
    {"sqlalchemy.orm.interfaces", 7},
    {"sqlalchemy.orm.loading", 7},
    {"sqlalchemy.orm.mapped_collection", 4},
    {"sqlalchemy.orm.mapper", 7},
    {"sqlalchemy.orm.path_registry", 7},
    {"sqlalchemy.orm.persistence", 7},
    {"sqlalchemy.orm.properties", 7},
    {"sqlalchemy.orm.query", 7},
    {"sqlalchemy.orm.relationships", 7},
    {"sqlalchemy.orm.scoping", 7},
    {"sqlalchemy.orm.state", 7},
    {"sqlalchemy.orm.state_changes", 4},
    {"sqlalchemy.orm.strategies", 7},
    {"sqlalchemy.orm.strategy_options", 7},
    {"sqlalchemy.orm.sync", 7},
    {"sqlalchemy.orm.unitofwork", 7},
    {"sqlalchemy.orm.util", 7},
    {"sqlalchemy.orm.writeonly", 4},
    {"sqlalchemy.pool.base", 7},
    {"sqlalchemy.pool.dbapi_proxy", 3},
    {"sqlalchemy.pool.events", 6},
    {"sqlalchemy.pool.impl", 7},
    {"sqlalchemy.processors", 3},
    {"sqlalchemy.sql.annotation", 7},
    {"sqlalchemy.sql.base", 7},
    {"sqlalchemy.sql.cache_key", 4},
    {"sqlalchemy.sql.crud", 7},
    {"sqlalchemy.sql.default_comparator", 7},
    {"sqlalchemy.sql.events", 6},
    {"sqlalchemy.sql.lambdas", 6},
    {"sqlalchemy.sql.naming", 7},
    {"sqlalchemy.sql.operators", 7},
    {"sqlalchemy.sql.traversals", 6},
    {"sqlalchemy.sql.type_api", 7},
    {"sqlalchemy.util.compat", 7},
    {"sqlalchemy.util.concurrency", 6},
    {"sqlalchemy.util.deprecations", 7},
    {"sqlalchemy.util.langhelpers", 7},
    {"sqlalchemy.util.preloaded", 4},
    {"sqlalchemy.util.queue", 7},
    {"sqlalchemy.util.tool_support", 6},
    {"sqlalchemy.util.topological", 7},
    {"sqlalchemy.util.typing", 4},
};

bool contains(std::string_view names, std::string_view name) {
  for (size_t at = names.find(name); at != std::string_view::npos; at = names.find(name, at + 1)) {
    bool starts = at == 0 || names[at - 1] == ' ';
    size_t end = at + name.size();
    if (starts && end < names.size() && names[end] == ' ') return true;
  }
  return false;
}

}  // namespace

bool is_known_module(std::string_view module) {
  for (const Known& known : kModules) {
    if (known.owner == module) return true;
  }
  return false;
}

bool is_known_name(std::string_view module, std::string_view name) {
  for (const Known& known : kModules) {
    if (known.owner == module) return contains(known.names, name);
  }
  return false;
}

bool is_known_attribute(std::string_view cls, std::string_view name) {
  for (const Known& known : kKnownClasses) {
    if (known.owner == cls) return contains(known.names, name);
  }
  return false;
}

bool is_part(std::string_view module) {
  return std::any_of(std::begin(kInnerModules), std::end(kInnerModules),
                     [&](const Part& part) { return part.module == module; });
}

bool is_part_of(std::string_view module, unsigned release) {
  return std::any_of(std::begin(kInnerModules), std::end(kInnerModules), [&](const Part& part) {
    return part.module == module && (part.releases >> release & 1) != 0;
  });
}

const std::vector<std::string_view>& known_modules() {
  static const std::vector<std::string_view> kNames = [] {
    std::vector<std::string_view> names;
    for (const Known& known : kModules) names.push_back(known.owner);
    return names;
  }();
  return kNames;
}

}  // namespace lessonrun::bind
