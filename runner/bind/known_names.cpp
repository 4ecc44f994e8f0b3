// Names that SQLAlchemy has, and in which releases: one which is not bound here is refused by its
// name instead of looking like a mistake of the lesson, and one that is bound is missing where the
// release has none. Written by known_names.py from the public names of 1.3, 1.4 and 2.0; a table,
// so its length does not matter.
#include "runner/bind/known_names.h"

#include <orm/profile.h>

#include <string>

namespace lessonrun::bind {

namespace {

// Names that an owner has in the same releases.
struct Known {
  std::string_view owner;
  Releases releases;
  std::string_view names;  // separated and ended by a space; empty for an inner module
};

constexpr Known kModules[] = {
    {"sqlalchemy", 1, "Binary IdentityOptions PassiveDefault "},
    {"sqlalchemy", 3, "ThreadLocalMetaData subquery "},
    {"sqlalchemy", 4,
     "AdaptedConnection Alias AliasedReturnsRows AssertionPool AsyncAdaptedQueuePool "
     "BaseDDLElement BaseRow BinaryExpression BindParameter BindTyping BooleanClauseList "
     "CTE CacheKey Case Cast ChunkedIteratorResult ClauseElement ClauseList "
     "CollectionAggregate ColumnClause ColumnCollection ColumnElement ColumnOperators "
     "Compiled CompoundSelect Connection CreateEnginePlugin CursorResult DDLElement "
     "DOUBLE DOUBLE_PRECISION Delete Dialect Double Engine ExceptionContext Executable "
     "ExecutableDDLElement ExecutionContext Exists Extract FallbackAsyncAdaptedQueuePool "
     "False_ FromClause FromGrouping FrozenResult Function FunctionElement FunctionFilter "
     "GenerativeSelect Grouping HasCTE HasPrefixes HasSuffixes Insert Inspector "
     "IteratorResult Join Label LambdaElement Lateral MappingResult MergedResult "
     "NestedTransaction NotNullable Null NullPool Nullable Operators Over Pool "
     "PoolProxiedConnection PoolResetState QueuePool ReleaseSavepointClause Result "
     "ResultProxy ReturnsRows RollbackToSavepointClause RootTransaction Row RowMapping "
     "SQLColumnExpression SavepointClause ScalarResult ScalarSelect Select SelectBase "
     "SelectLabelStyle Selectable SingletonThreadPool StatementLambdaElement StaticPool "
     "Subquery TableClause TableSample TableValuedAlias TextAsFrom TextClause "
     "TextualSelect Transaction True_ TryCast Tuple TwoPhaseTransaction TypeClause "
     "TypeCoerce TypeCompiler URL UUID UnaryExpression Update UpdateBase Uuid Values "
     "ValuesBase Visitable WithinGroup bitwise_not create_pool_from_url cte custom_op "
     "insert_sentinel label make_url quoted_name result_tuple try_cast "},
    {"sqlalchemy", 6,
     "Identity LABEL_STYLE_DEFAULT LABEL_STYLE_DISAMBIGUATE_ONLY LABEL_STYLE_NONE "
     "LABEL_STYLE_TABLENAME_PLUS_COL TupleType create_mock_engine lambda_stmt nulls_first "
     "nulls_last values "},
    {"sqlalchemy", 7,
     "ARRAY BIGINT BINARY BLANK_SCHEMA BLOB BOOLEAN BigInteger Boolean CHAR CLOB "
     "CheckConstraint Column ColumnDefault Computed Constraint DATE DATETIME DDL DECIMAL "
     "Date DateTime DefaultClause Enum FLOAT FetchedValue Float ForeignKey "
     "ForeignKeyConstraint INT INTEGER Index Integer Interval JSON LargeBinary MetaData "
     "NCHAR NUMERIC NVARCHAR Numeric PickleType PrimaryKeyConstraint REAL SMALLINT "
     "Sequence SmallInteger String TEXT TIME TIMESTAMP Table Text Time TypeDecorator "
     "Unicode UnicodeText UniqueConstraint VARBINARY VARCHAR alias all_ and_ any_ asc "
     "between bindparam case cast collate column create_engine delete desc distinct "
     "engine_from_config except_ except_all exists extract false func funcfilter insert "
     "inspect intersect intersect_all join lateral literal literal_column modifier not_ "
     "null nullsfirst nullslast or_ outerjoin outparam over select table tablesample text "
     "true tuple_ type_coerce union union_all update within_group "},
    {"sqlalchemy.cyextension", 4, ""},
    {"sqlalchemy.databases", 3, ""},
    {"sqlalchemy.dialects", 4, "TYPE_CHECKING "},
    {"sqlalchemy.dialects", 7, "plugins registry "},
    {"sqlalchemy.dialects.firebird", 3, ""},
    {"sqlalchemy.dialects.firebird.base", 3, ""},
    {"sqlalchemy.dialects.firebird.fdb", 3, ""},
    {"sqlalchemy.dialects.firebird.kinterbasdb", 3, ""},
    {"sqlalchemy.dialects.mssql", 4, "DOUBLE_PRECISION "},
    {"sqlalchemy.dialects.mssql", 6, "JSON "},
    {"sqlalchemy.dialects.mssql", 7,
     "BIGINT BINARY BIT CHAR DATE DATETIME DATETIME2 DATETIMEOFFSET DECIMAL FLOAT IMAGE "
     "INTEGER MONEY NCHAR NTEXT NUMERIC NVARCHAR REAL ROWVERSION SMALLDATETIME SMALLINT "
     "SMALLMONEY SQL_VARIANT TEXT TIME TIMESTAMP TINYINT UNIQUEIDENTIFIER VARBINARY "
     "VARCHAR XML dialect try_cast "},
    {"sqlalchemy.dialects.mssql.adodbapi", 1, ""},
    {"sqlalchemy.dialects.mssql.aioodbc", 4, ""},
    {"sqlalchemy.dialects.mssql.base", 7, ""},
    {"sqlalchemy.dialects.mssql.information_schema", 7, ""},
    {"sqlalchemy.dialects.mssql.json", 6, ""},
    {"sqlalchemy.dialects.mssql.mxodbc", 3, ""},
    {"sqlalchemy.dialects.mssql.pymssql", 7, ""},
    {"sqlalchemy.dialects.mssql.pyodbc", 7, ""},
    {"sqlalchemy.dialects.mssql.zxjdbc", 1, ""},
    {"sqlalchemy.dialects.mysql", 4, "INET4 INET6 "},
    {"sqlalchemy.dialects.mysql", 6, "match "},
    {"sqlalchemy.dialects.mysql", 7,
     "BIGINT BINARY BIT BLOB BOOLEAN CHAR DATE DATETIME DECIMAL DOUBLE ENUM FLOAT INTEGER "
     "Insert JSON LONGBLOB LONGTEXT MEDIUMBLOB MEDIUMINT MEDIUMTEXT NCHAR NUMERIC "
     "NVARCHAR REAL SET SMALLINT TEXT TIME TIMESTAMP TINYBLOB TINYINT TINYTEXT VARBINARY "
     "VARCHAR YEAR dialect insert "},
    {"sqlalchemy.dialects.mysql.aiomysql", 6, ""},
    {"sqlalchemy.dialects.mysql.asyncmy", 6, ""},
    {"sqlalchemy.dialects.mysql.base", 7, ""},
    {"sqlalchemy.dialects.mysql.cymysql", 7, ""},
    {"sqlalchemy.dialects.mysql.dml", 7, ""},
    {"sqlalchemy.dialects.mysql.enumerated", 7, ""},
    {"sqlalchemy.dialects.mysql.expression", 6, ""},
    {"sqlalchemy.dialects.mysql.gaerdbms", 1, ""},
    {"sqlalchemy.dialects.mysql.json", 7, ""},
    {"sqlalchemy.dialects.mysql.mariadb", 6, ""},
    {"sqlalchemy.dialects.mysql.mariadbconnector", 6, ""},
    {"sqlalchemy.dialects.mysql.mysqlconnector", 7, ""},
    {"sqlalchemy.dialects.mysql.mysqldb", 7, ""},
    {"sqlalchemy.dialects.mysql.oursql", 3, ""},
    {"sqlalchemy.dialects.mysql.pymysql", 7, ""},
    {"sqlalchemy.dialects.mysql.pyodbc", 7, ""},
    {"sqlalchemy.dialects.mysql.reflection", 7, ""},
    {"sqlalchemy.dialects.mysql.reserved_words", 6, ""},
    {"sqlalchemy.dialects.mysql.types", 7, ""},
    {"sqlalchemy.dialects.mysql.zxjdbc", 1, ""},
    {"sqlalchemy.dialects.oracle", 4,
     "REAL SparseVector VECTOR VectorDistanceType VectorIndexConfig VectorIndexType "
     "VectorStorageFormat VectorStorageType oracledb_async "},
    {"sqlalchemy.dialects.oracle", 7,
     "BFILE BINARY_DOUBLE BINARY_FLOAT BLOB CHAR CLOB DATE DOUBLE_PRECISION FLOAT "
     "INTERVAL LONG NCHAR NCLOB NUMBER NVARCHAR NVARCHAR2 RAW ROWID TIMESTAMP VARCHAR "
     "VARCHAR2 dialect "},
    {"sqlalchemy.dialects.oracle.base", 7, ""},
    {"sqlalchemy.dialects.oracle.cx_oracle", 7, ""},
    {"sqlalchemy.dialects.oracle.dictionary", 4, ""},
    {"sqlalchemy.dialects.oracle.oracledb", 4, ""},
    {"sqlalchemy.dialects.oracle.types", 4, ""},
    {"sqlalchemy.dialects.oracle.vector", 4, ""},
    {"sqlalchemy.dialects.oracle.zxjdbc", 1, ""},
    {"sqlalchemy.dialects.postgresql", 4,
     "AbstractMultiRange AbstractRange AbstractSingleRange CITEXT CreateDomainType "
     "DATEMULTIRANGE DOMAIN DropDomainType INT4MULTIRANGE INT8MULTIRANGE JSONPATH "
     "MultiRange NUMMULTIRANGE NamedType REGCONFIG Range TSMULTIRANGE TSQUERY "
     "TSTZMULTIRANGE phraseto_tsquery plainto_tsquery psycopg_async to_tsquery "
     "to_tsvector ts_headline websearch_to_tsquery "},
    {"sqlalchemy.dialects.postgresql", 6, "MACADDR8 "},
    {"sqlalchemy.dialects.postgresql", 7,
     "ARRAY All Any BIGINT BIT BOOLEAN BYTEA CHAR CIDR CreateEnumType DATE DATERANGE "
     "DOUBLE_PRECISION DropEnumType ENUM ExcludeConstraint FLOAT HSTORE INET INT4RANGE "
     "INT8RANGE INTEGER INTERVAL Insert JSON JSONB MACADDR MONEY NUMERIC NUMRANGE OID "
     "REAL REGCLASS SMALLINT TEXT TIME TIMESTAMP TSRANGE TSTZRANGE TSVECTOR UUID VARCHAR "
     "aggregate_order_by array array_agg dialect hstore insert "},
    {"sqlalchemy.dialects.postgresql.array", 7, ""},
    {"sqlalchemy.dialects.postgresql.asyncpg", 6, ""},
    {"sqlalchemy.dialects.postgresql.base", 7, ""},
    {"sqlalchemy.dialects.postgresql.dml", 7, ""},
    {"sqlalchemy.dialects.postgresql.ext", 7, ""},
    {"sqlalchemy.dialects.postgresql.hstore", 7, ""},
    {"sqlalchemy.dialects.postgresql.json", 7, ""},
    {"sqlalchemy.dialects.postgresql.named_types", 4, ""},
    {"sqlalchemy.dialects.postgresql.operators", 4, ""},
    {"sqlalchemy.dialects.postgresql.pg8000", 7, ""},
    {"sqlalchemy.dialects.postgresql.pg_catalog", 4, ""},
    {"sqlalchemy.dialects.postgresql.psycopg", 4, ""},
    {"sqlalchemy.dialects.postgresql.psycopg2", 7, ""},
    {"sqlalchemy.dialects.postgresql.psycopg2cffi", 7, ""},
    {"sqlalchemy.dialects.postgresql.pygresql", 3, ""},
    {"sqlalchemy.dialects.postgresql.pypostgresql", 3, ""},
    {"sqlalchemy.dialects.postgresql.ranges", 7, ""},
    {"sqlalchemy.dialects.postgresql.types", 4, ""},
    {"sqlalchemy.dialects.postgresql.zxjdbc", 1, ""},
    {"sqlalchemy.dialects.sqlite", 6, "Insert insert "},
    {"sqlalchemy.dialects.sqlite", 7,
     "BLOB BOOLEAN CHAR DATE DATETIME DECIMAL FLOAT INTEGER JSON NUMERIC REAL SMALLINT "
     "TEXT TIME TIMESTAMP VARCHAR dialect "},
    {"sqlalchemy.dialects.sqlite.aiosqlite", 6, ""},
    {"sqlalchemy.dialects.sqlite.base", 7, ""},
    {"sqlalchemy.dialects.sqlite.dml", 6, ""},
    {"sqlalchemy.dialects.sqlite.json", 7, ""},
    {"sqlalchemy.dialects.sqlite.pysqlcipher", 7, ""},
    {"sqlalchemy.dialects.sqlite.pysqlite", 7, ""},
    {"sqlalchemy.dialects.sybase", 3, ""},
    {"sqlalchemy.dialects.sybase.base", 3, ""},
    {"sqlalchemy.dialects.sybase.mxodbc", 3, ""},
    {"sqlalchemy.dialects.sybase.pyodbc", 3, ""},
    {"sqlalchemy.dialects.sybase.pysybase", 3, ""},
    {"sqlalchemy.engine", 1, "BaseRowProxy RowProxy default_strategy "},
    {"sqlalchemy.engine", 2, "BaseCursorResult LegacyCursorResult LegacyRow "},
    {"sqlalchemy.engine", 3,
     "BufferedColumnResultProxy BufferedColumnRow BufferedRowResultProxy "
     "FullyBufferedResultProxy "},
    {"sqlalchemy.engine", 4,
     "BindTyping ConnectionEventsTarget ObjectKind ObjectScope TupleResult "
     "create_pool_from_url "},
    {"sqlalchemy.engine", 6,
     "AdaptedConnection BaseRow ChunkedIteratorResult CursorResult FilterResult "
     "FrozenResult Inspector IteratorResult MappingResult MergedResult Result Row "
     "RowMapping ScalarResult URL create_mock_engine make_url result_tuple "},
    {"sqlalchemy.engine", 7,
     "Compiled Connectable Connection CreateEnginePlugin Dialect Engine ExceptionContext "
     "ExecutionContext NestedTransaction ResultProxy RootTransaction Transaction "
     "TwoPhaseTransaction TypeCompiler connection_memoize create_engine "
     "engine_from_config "},
    {"sqlalchemy.engine.base", 2, "MarkerTransaction "},
    {"sqlalchemy.engine.base", 3, "Connectable "},
    {"sqlalchemy.engine.base", 4,
     "BindTyping ConnectionEventsTarget DBAPICursor ExecuteStyle ExecutionContext "
     "NO_OPTIONS "},
    {"sqlalchemy.engine.base", 6, "OptionEngineMixin TransactionalContext "},
    {"sqlalchemy.engine.base", 7,
     "Connection Engine ExceptionContext ExceptionContextImpl NestedTransaction "
     "OptionEngine RootTransaction Transaction TwoPhaseTransaction "},
    {"sqlalchemy.engine.characteristics", 6, ""},
    {"sqlalchemy.engine.create", 6, ""},
    {"sqlalchemy.engine.cursor", 6, ""},
    {"sqlalchemy.engine.default", 4,
     "CacheStats DBAPICursor DDLCompiler Dialect ExecuteStyle ExecutionContext "
     "InsertmanyvaluesSentinelOpts ObjectKind ObjectScope SQLCompiler TYPE_CHECKING "},
    {"sqlalchemy.engine.default", 6,
     "CACHE_HIT CACHE_MISS CACHING_DISABLED Connection NO_CACHE_KEY NO_DIALECT_SUPPORT "},
    {"sqlalchemy.engine.default", 7,
     "DefaultDialect DefaultExecutionContext StrCompileDialect quoted_name "},
    {"sqlalchemy.engine.events", 6, ""},
    {"sqlalchemy.engine.interfaces", 7, ""},
    {"sqlalchemy.engine.mock", 6, ""},
    {"sqlalchemy.engine.processors", 4, ""},
    {"sqlalchemy.engine.reflection", 1, "deprecated "},
    {"sqlalchemy.engine.reflection", 3, "Connectable "},
    {"sqlalchemy.engine.reflection", 4,
     "InternalTraversal ObjectKind ObjectScope ReflectionDefaults TYPE_CHECKING "
     "TextClause flexi_cache quoted_name "},
    {"sqlalchemy.engine.reflection", 6, "Connection Engine "},
    {"sqlalchemy.engine.reflection", 7, "Inspector TypeEngine cache "},
    {"sqlalchemy.engine.result", 7, ""},
    {"sqlalchemy.engine.row", 6, ""},
    {"sqlalchemy.engine.strategies", 7, ""},
    {"sqlalchemy.engine.threadlocal", 1, ""},
    {"sqlalchemy.engine.url", 7, "Dialect URL make_url plugins registry "},
    {"sqlalchemy.engine.util", 7, ""},
    {"sqlalchemy.event", 4, "EventTarget "},
    {"sqlalchemy.event", 7,
     "CANCEL Events NO_RETVAL RefCollection contains dispatcher listen listens_for remove "},
    {"sqlalchemy.event.api", 7, ""},
    {"sqlalchemy.event.attr", 7, ""},
    {"sqlalchemy.event.base", 7, ""},
    {"sqlalchemy.event.legacy", 7, ""},
    {"sqlalchemy.event.registry", 7, ""},
    {"sqlalchemy.events", 7, ""},
    {"sqlalchemy.exc", 1, "UnmappedColumnError "},
    {"sqlalchemy.exc", 2, "RemovedIn20Warning "},
    {"sqlalchemy.exc", 4,
     "ConstraintColumnNotFoundError DuplicateColumnError IllegalStateChangeError "
     "SATestSuiteWarning "},
    {"sqlalchemy.exc", 6,
     "AwaitRequired Base20DeprecationWarning HasDescriptionCode LegacyAPIWarning "
     "MissingGreenlet MovedIn20Warning MultipleResultsFound NoResultFound "
     "PendingRollbackError "},
    {"sqlalchemy.exc", 7,
     "AmbiguousForeignKeysError ArgumentError CircularDependencyError CompileError "
     "DBAPIError DataError DatabaseError DisconnectionError DontWrapMixin IdentifierError "
     "IntegrityError InterfaceError InternalError InvalidRequestError InvalidatePoolError "
     "NoForeignKeysError NoInspectionAvailable NoReferenceError NoReferencedColumnError "
     "NoReferencedTableError NoSuchColumnError NoSuchModuleError NoSuchTableError "
     "NotSupportedError ObjectNotExecutableError OperationalError ProgrammingError "
     "ResourceClosedError SADeprecationWarning SAPendingDeprecationWarning SAWarning "
     "SQLAlchemyError StatementError TimeoutError UnboundExecutionError "
     "UnreflectableTableError UnsupportedCompilationError "},
    {"sqlalchemy.ext", 7, ""},
    {"sqlalchemy.ext.associationproxy", 3, "ASSOCIATION_PROXY ColumnOperators "},
    {"sqlalchemy.ext.associationproxy", 4,
     "AssociationProxyExtensionType ColumnElement InspectionAttrExtensionType "
     "ORMDescriptor SQLORMOperations SupportsKeysAndGetItem "},
    {"sqlalchemy.ext.associationproxy", 7,
     "AmbiguousAssociationProxyInstance AssociationProxy AssociationProxyInstance "
     "ColumnAssociationProxyInstance ObjectAssociationProxyInstance association_proxy "
     "inspect or_ "},
    {"sqlalchemy.ext.asyncio", 2, "AsyncConnectionEvents AsyncSessionEvents "},
    {"sqlalchemy.ext.asyncio", 4,
     "AsyncAttrs AsyncTupleResult async_sessionmaker close_all_sessions "
     "create_async_pool_from_url "},
    {"sqlalchemy.ext.asyncio", 6,
     "AsyncConnection AsyncEngine AsyncMappingResult AsyncResult AsyncScalarResult "
     "AsyncSession AsyncSessionTransaction AsyncTransaction async_engine_from_config "
     "async_object_session async_scoped_session async_session create_async_engine "},
    {"sqlalchemy.ext.asyncio.base", 6, ""},
    {"sqlalchemy.ext.asyncio.engine", 6, ""},
    {"sqlalchemy.ext.asyncio.events", 2, ""},
    {"sqlalchemy.ext.asyncio.exc", 6, ""},
    {"sqlalchemy.ext.asyncio.result", 6, ""},
    {"sqlalchemy.ext.asyncio.scoping", 6, ""},
    {"sqlalchemy.ext.asyncio.session", 6, ""},
    {"sqlalchemy.ext.automap", 4,
     "ByModuleProperties GenerateRelationshipType NameForCollectionRelationshipType "
     "NameForScalarRelationshipType Properties PythonNameForTableType TYPE_CHECKING "},
    {"sqlalchemy.ext.automap", 7,
     "AutomapBase ForeignKeyConstraint and_ automap_base backref classname_for_table "
     "generate_relationship name_for_collection_relationship name_for_scalar_relationship "
     "relationship "},
    {"sqlalchemy.ext.baked", 7, ""},
    {"sqlalchemy.ext.compiler", 4, "TYPE_CHECKING "},
    {"sqlalchemy.ext.compiler", 7, "compiles deregister "},
    {"sqlalchemy.ext.declarative", 1, "comparable_using "},
    {"sqlalchemy.ext.declarative", 3, "instrument_declarative "},
    {"sqlalchemy.ext.declarative", 7,
     "AbstractConcreteBase ConcreteBase DeclarativeMeta DeferredReflection as_declarative "
     "declarative_base declared_attr has_inherited_table synonym_for "},
    {"sqlalchemy.ext.declarative.api", 1,
     "AbstractConcreteBase ConcreteBase DeclarativeMeta DeferredReflection MetaData "
     "OrderedDict Table as_declarative comparable_property comparable_using "
     "declarative_base declared_attr has_inherited_table hybridmethod hybridproperty "
     "instrument_declarative polymorphic_union synonym_for "},
    {"sqlalchemy.ext.declarative.base", 1, ""},
    {"sqlalchemy.ext.declarative.clsregistry", 1, ""},
    {"sqlalchemy.ext.declarative.extensions", 6, ""},
    {"sqlalchemy.ext.horizontal_shard", 7, ""},
    {"sqlalchemy.ext.hybrid", 3, "HYBRID_METHOD HYBRID_PROPERTY "},
    {"sqlalchemy.ext.hybrid", 4,
     "ColumnElement HybridExtensionType InspectionAttrExtensionType ORMDescriptor "
     "QueryableAttribute SQLCoreOperations TYPE_CHECKING is_has_clause_element "},
    {"sqlalchemy.ext.hybrid", 7, "Comparator ExprComparator hybrid_method hybrid_property "},
    {"sqlalchemy.ext.indexable", 7, ""},
    {"sqlalchemy.ext.instrumentation", 7, ""},
    {"sqlalchemy.ext.mutable", 1, "object_mapper "},
    {"sqlalchemy.ext.mutable", 3, "mapper "},
    {"sqlalchemy.ext.mutable", 4,
     "AttributeEventToken Column DeclarativeAttributeIntercept InstanceState "
     "InstrumentedAttribute QueryContext QueryableAttribute TYPE_CHECKING TypeEngine "
     "UOWTransaction "},
    {"sqlalchemy.ext.mutable", 6, "inspect "},
    {"sqlalchemy.ext.mutable", 7,
     "Mapper Mutable MutableBase MutableComposite MutableDict MutableList MutableSet "
     "SchemaEventTarget flag_modified memoized_property "},
    {"sqlalchemy.ext.mypy", 6, ""},
    {"sqlalchemy.ext.mypy.apply", 6, ""},
    {"sqlalchemy.ext.mypy.decl_class", 6, ""},
    {"sqlalchemy.ext.mypy.infer", 6, ""},
    {"sqlalchemy.ext.mypy.names", 6, ""},
    {"sqlalchemy.ext.mypy.util", 6, ""},
    {"sqlalchemy.ext.orderinglist", 7,
     "OrderingList collection count_from_0 count_from_1 count_from_n_factory "
     "ordering_list "},
    {"sqlalchemy.ext.serializer", 7, ""},
    {"sqlalchemy.future", 2, "Select public_factory "},
    {"sqlalchemy.future", 6, "Connection Engine create_engine select "},
    {"sqlalchemy.future.engine", 6, ""},
    {"sqlalchemy.future.orm", 2, ""},
    {"sqlalchemy.inspection", 4, "Inspectable "},
    {"sqlalchemy.inspection", 7, "inspect "},
    {"sqlalchemy.interfaces", 1, ""},
    {"sqlalchemy.log", 7, ""},
    {"sqlalchemy.orm", 1,
     "AttributeExtension ComparableProperty MapperExtension SessionExtension "
     "comparable_property compile_mappers eagerload_all joinedload_all lazyload_all "
     "selectinload_all subqueryload_all "},
    {"sqlalchemy.orm", 2, "AttributeEvent NOT_EXTENSION "},
    {"sqlalchemy.orm", 3, "eagerload public_factory relation "},
    {"sqlalchemy.orm", 4,
     "AttributeEventToken Composite DeclarativeBase DeclarativeBaseNoMeta DynamicMapped "
     "InspectionAttrExtensionType KeyFuncDict LoaderCallableStatus MappedAsDataclass "
     "MappedClassProtocol MappedCollection MappedColumn MappedSQLExpression NO_KEY "
     "NO_VALUE NotExtension ORMDescriptor PassiveFlag QueryPropertyDescriptor "
     "Relationship RelationshipDirection SQLORMExpression SessionTransactionOrigin "
     "Synonym WriteOnlyCollection WriteOnlyMapped add_mapped_attribute "
     "attribute_keyed_dict attribute_mapped_collection column_keyed_dict "
     "column_mapped_collection keyfunc_mapping mapped_as_dataclass mapped_collection "
     "mapped_column orm_insert_sentinel "},
    {"sqlalchemy.orm", 6,
     "AppenderQuery AttributeEvents AttributeState CascadeOptions ClassManager "
     "DeclarativeMeta FromStatement IdentityMap InspectionAttr InspectionAttrInfo "
     "InstanceEvents InstanceState InstrumentationEvents InstrumentedAttribute "
     "LoaderCriteriaOption MANYTOMANY MANYTOONE Mapped MapperEvents MapperProperty "
     "ONETOMANY ORMExecuteState QueryContext QueryEvents QueryableAttribute SessionEvents "
     "SessionTransaction UOWTransaction UserDefinedOption as_declarative declarative_base "
     "declarative_mixin declared_attr has_inherited_table merge_frozen_result "
     "merge_result registry synonym_for with_loader_criteria "},
    {"sqlalchemy.orm", 7,
     "AliasOption Bundle ColumnProperty CompositeProperty EXT_CONTINUE EXT_SKIP EXT_STOP "
     "Load Mapper PropComparator Query RelationshipProperty Session SynonymProperty "
     "aliased backref class_mapper clear_mappers close_all_sessions column_property "
     "composite configure_mappers contains_alias contains_eager create_session "
     "defaultload defer deferred dynamic_loader foreign immediateload join joinedload "
     "lazyload load_only make_transient make_transient_to_detached mapper noload "
     "object_mapper object_session outerjoin polymorphic_union query_expression raiseload "
     "reconstructor relationship remote scoped_session selectin_polymorphic selectinload "
     "sessionmaker subqueryload synonym undefer undefer_group validates was_deleted "
     "with_expression with_parent with_polymorphic "},
    {"sqlalchemy.orm.attributes", 1, "PASSIVE_RETURN_NEVER_SET "},
    {"sqlalchemy.orm.attributes", 2, "HasEntityNamespace NoKey "},
    {"sqlalchemy.orm.attributes", 4,
     "AdHocHasEntityNamespace AttributeEventToken EventTarget HasCollectionAdapter "
     "INCLUDE_PENDING_MUTATIONS LoaderCallableStatus PassiveFlag SQLORMExpression "
     "TYPE_CHECKING dispatcher opt_manager_of_class "},
    {"sqlalchemy.orm.attributes", 6,
     "AttributeEvent DEFERRED_HISTORY_LOAD HasCacheKey InternalTraversal Mapped NO_KEY "
     "PASSIVE_RETURN_NO_VALUE "},
    {"sqlalchemy.orm.attributes", 7,
     "ATTR_EMPTY ATTR_WAS_SET AttributeImpl CALLABLES_OK CollectionAttributeImpl Event "
     "HISTORY_BLANK History INIT_OK InstrumentedAttribute LOAD_AGAINST_COMMITTED "
     "NEVER_SET NON_PERSISTENT_OK NO_AUTOFLUSH NO_CHANGE NO_RAISE NO_VALUE OP_APPEND "
     "OP_BULK_REPLACE OP_MODIFIED OP_REMOVE OP_REPLACE PASSIVE_CLASS_MISMATCH "
     "PASSIVE_NO_FETCH PASSIVE_NO_FETCH_RELATED PASSIVE_NO_INITIALIZE PASSIVE_NO_RESULT "
     "PASSIVE_OFF PASSIVE_ONLY_PERSISTENT QueryableAttribute RELATED_OBJECT_OK SQL_OK "
     "ScalarAttributeImpl ScalarObjectAttributeImpl backref_listeners "
     "create_proxied_attribute del_attribute flag_dirty flag_modified get_attribute "
     "get_history get_state_history has_parent init_collection init_state_collection "
     "instance_str manager_of_class register_attribute register_attribute_impl "
     "register_descriptor set_attribute set_committed_value state_str "
     "unregister_attribute "},
    {"sqlalchemy.orm.base", 1, "PASSIVE_RETURN_NEVER_SET "},
    {"sqlalchemy.orm.base", 3, "NOT_EXTENSION "},
    {"sqlalchemy.orm.base", 4,
     "DynamicMapped EventConstants FastIntFlag INCLUDE_PENDING_MUTATIONS "
     "InspectionAttrExtensionType LoaderCallableStatus Mapped NO_KEY NotExtension "
     "ORMDescriptor PassiveFlag RelationshipDirection SQLColumnExpression "
     "SQLCoreOperations SQLORMExpression SQLORMOperations TYPE_CHECKING TypingOnly "
     "WriteOnlyMapped opt_manager_of_class "},
    {"sqlalchemy.orm.base", 6, "DEFERRED_HISTORY_LOAD PASSIVE_MERGE PASSIVE_RETURN_NO_VALUE "},
    {"sqlalchemy.orm.base", 7,
     "ATTR_EMPTY ATTR_WAS_SET CALLABLES_OK DEFAULT_MANAGER_ATTR DEFAULT_STATE_ATTR "
     "EXT_CONTINUE EXT_SKIP EXT_STOP INIT_OK InspectionAttr InspectionAttrInfo "
     "LOAD_AGAINST_COMMITTED MANYTOMANY MANYTOONE NEVER_SET NON_PERSISTENT_OK "
     "NO_AUTOFLUSH NO_CHANGE NO_RAISE NO_VALUE ONETOMANY PASSIVE_CLASS_MISMATCH "
     "PASSIVE_NO_FETCH PASSIVE_NO_FETCH_RELATED PASSIVE_NO_INITIALIZE PASSIVE_NO_RESULT "
     "PASSIVE_OFF PASSIVE_ONLY_PERSISTENT RELATED_OBJECT_OK SQL_OK attribute_str "
     "class_mapper instance_str manager_of_class object_mapper object_state "
     "state_attribute_str state_class_str state_str "},
    {"sqlalchemy.orm.bulk_persistence", 4, ""},
    {"sqlalchemy.orm.clsregistry", 6, ""},
    {"sqlalchemy.orm.collections", 4,
     "KeyFuncDict NO_ARG NO_KEY TYPE_CHECKING attribute_keyed_dict column_keyed_dict "
     "keyfunc_mapping "},
    {"sqlalchemy.orm.collections", 7,
     "CollectionAdapter InstrumentedDict InstrumentedList InstrumentedSet "
     "MappedCollection attribute_mapped_collection bulk_replace collection "
     "column_mapped_collection inspect_getfullargspec mapped_collection "
     "prepare_instrumentation "},
    {"sqlalchemy.orm.context", 6, ""},
    {"sqlalchemy.orm.decl_api", 4,
     "CallableReference Composite DCTransformDeclarative DeclarativeAttributeIntercept "
     "DeclarativeBase DeclarativeBaseNoMeta FromClause InstanceState "
     "InstrumentedAttribute LITERAL_TYPES Mapped MappedAsDataclass MappedColumn Mapper "
     "ORMDescriptor RegistryType RelationshipProperty SQLCoreOperations Synonym "
     "TYPE_CHECKING add_mapped_attribute composite de_optionalize_union_types deferred "
     "flatten_newtype is_generic is_literal is_newtype is_pep593 is_pep695 "
     "mapped_as_dataclass mapped_column relationship synonym warn_deprecated "},
    {"sqlalchemy.orm.decl_api", 6,
     "DeclarativeMeta MetaData as_declarative declarative_base declarative_mixin "
     "declared_attr has_inherited_table hybridmethod hybridproperty registry synonym_for "},
    {"sqlalchemy.orm.decl_base", 6, ""},
    {"sqlalchemy.orm.dependency", 7, ""},
    {"sqlalchemy.orm.deprecated_interfaces", 1, ""},
    {"sqlalchemy.orm.descriptor_props", 1, "ComparableProperty "},
    {"sqlalchemy.orm.descriptor_props", 4,
     "BindParameter Composite LoaderCallableStatus Mapped PassiveFlag SQLORMOperations "
     "Synonym TYPE_CHECKING is_fwd_ref is_pep593 "},
    {"sqlalchemy.orm.descriptor_props", 7,
     "CompositeProperty ConcreteInheritedProperty DescriptorProperty MapperProperty "
     "PropComparator SynonymProperty "},
    {"sqlalchemy.orm.dynamic", 7, ""},
    {"sqlalchemy.orm.evaluator", 7, ""},
    {"sqlalchemy.orm.events", 7, ""},
    {"sqlalchemy.orm.exc", 4, "MappedAnnotationError TYPE_CHECKING "},
    {"sqlalchemy.orm.exc", 7,
     "ConcurrentModificationError DetachedInstanceError FlushError "
     "LoaderStrategyException MultipleResultsFound NO_STATE NoResultFound "
     "ObjectDeletedError ObjectDereferencedError StaleDataError UnmappedClassError "
     "UnmappedColumnError UnmappedError UnmappedInstanceError "},
    {"sqlalchemy.orm.identity", 7, ""},
    {"sqlalchemy.orm.instrumentation", 7, ""},
    {"sqlalchemy.orm.interfaces", 1, "AttributeExtension MapperExtension SessionExtension "},
    {"sqlalchemy.orm.interfaces", 3, "NOT_EXTENSION inspect "},
    {"sqlalchemy.orm.interfaces", 4,
     "Column ColumnElement ColumnOperators NO_KEY NO_VALUE NotExtension "
     "ORMColumnDescription RODescriptorReference RelationshipDirection SQLORMOperations "
     "TYPE_CHECKING TypeEngine warn_deprecated "},
    {"sqlalchemy.orm.interfaces", 6,
     "CompileStateOption CriteriaOption ExecutableOption HasCacheKey LoaderOption "
     "ORMColumnsClauseRole ORMEntityColumnsClauseRole ORMFromClauseRole ORMOption "
     "ORMStatementRole UserDefinedOption "},
    {"sqlalchemy.orm.interfaces", 7,
     "EXT_CONTINUE EXT_SKIP EXT_STOP InspectionAttr InspectionAttrInfo LoaderStrategy "
     "MANYTOMANY MANYTOONE MapperOption MapperProperty ONETOMANY PropComparator "
     "StrategizedProperty "},
    {"sqlalchemy.orm.loading", 7, ""},
    {"sqlalchemy.orm.mapped_collection", 4, ""},
    {"sqlalchemy.orm.mapper", 7, ""},
    {"sqlalchemy.orm.path_registry", 7, ""},
    {"sqlalchemy.orm.persistence", 7, ""},
    {"sqlalchemy.orm.properties", 1, "ComparableProperty "},
    {"sqlalchemy.orm.properties", 4,
     "Column ForeignKey MappedColumn MappedSQLExpression MapperProperty SchemaConst "
     "TYPE_CHECKING TypeEngine class_mapper de_optionalize_union_types includes_none "
     "is_a_type is_fwd_ref is_pep593 is_pep695 "},
    {"sqlalchemy.orm.properties", 7,
     "ColumnProperty CompositeProperty ConcreteInheritedProperty PropComparator "
     "RelationshipProperty StrategizedProperty SynonymProperty "},
    {"sqlalchemy.orm.query", 1,
     "Bundle ColumnCollection InspectionAttr LockmodeArg ORMAdapter PathRegistry orm_join "},
    {"sqlalchemy.orm.query", 2,
     "GroupedElement InternalTraversal LABEL_STYLE_LEGACY_ORM "
     "ORMFromStatementCompileState SelectBase SelectStatementGrouping with_polymorphic "},
    {"sqlalchemy.orm.query", 3, "aliased "},
    {"sqlalchemy.orm.query", 4,
     "BooleanClauseList EventTarget Exists Generative ORMColumnDescription Result Row "
     "RowReturningQuery SelectLabelStyle TYPE_CHECKING dispatcher "},
    {"sqlalchemy.orm.query", 6,
     "BulkDelete BulkUD BulkUpdate Executable FromStatement HasHints HasPrefixes "
     "HasSuffixes LABEL_STYLE_TABLENAME_PLUS_COL ORMColumnsClauseRole ORMCompileState "
     "Select SupportsCloneAnnotations "},
    {"sqlalchemy.orm.query", 7,
     "AliasOption AliasedClass ForUpdateArg Query QueryContext inspect object_mapper "
     "with_parent "},
    {"sqlalchemy.orm.relationships", 7, ""},
    {"sqlalchemy.orm.scoping", 7, ""},
    {"sqlalchemy.orm.session", 1, "SessionExtension "},
    {"sqlalchemy.orm.session", 4,
     "Connection Engine EventTarget ForUpdateArg FromStatement IdentityMap IdentitySet "
     "Inspectable InstanceState LoaderCallableStatus ORMCompileState "
     "PROVISIONING_CONNECTION PassiveFlag Query Select SessionTransactionOrigin "
     "SessionTransactionState TYPE_CHECKING Table TableClause dispatcher "
     "is_composite_class is_orm_option is_user_defined_option "},
    {"sqlalchemy.orm.session", 6,
     "CompileState LABEL_STYLE_TABLENAME_PLUS_COL ORMExecuteState TransactionalContext "},
    {"sqlalchemy.orm.session", 7,
     "ACTIVE CLOSED COMMITTED DEACTIVE PREPARED Session SessionTransaction UOWTransaction "
     "close_all_sessions inspect instance_str make_transient make_transient_to_detached "
     "object_mapper object_session object_state sessionmaker state_str "},
    {"sqlalchemy.orm.state", 7, ""},
    {"sqlalchemy.orm.state_changes", 4, ""},
    {"sqlalchemy.orm.strategies", 7, ""},
    {"sqlalchemy.orm.strategy_options", 1,
     "MapperOption joinedload_all lazyload_all selectinload_all subqueryload_all "},
    {"sqlalchemy.orm.strategy_options", 3,
     "Generative MapperProperty PropComparator loader_option "},
    {"sqlalchemy.orm.strategy_options", 4, "AbstractEntityRegistry AliasedInsp loader_unbound_fn "},
    {"sqlalchemy.orm.strategy_options", 6, "LoaderOption and_ "},
    {"sqlalchemy.orm.strategy_options", 7,
     "InspectionAttr Load PathRegistry QueryableAttribute TokenRegistry contains_eager "
     "defaultload defer immediateload inspect joinedload lazyload load_only noload "
     "raiseload selectin_polymorphic selectinload subqueryload undefer undefer_group "
     "with_expression "},
    {"sqlalchemy.orm.sync", 7, ""},
    {"sqlalchemy.orm.unitofwork", 7, ""},
    {"sqlalchemy.orm.util", 3,
     "PropComparator aliased join outerjoin randomize_unitofwork with_polymorphic "},
    {"sqlalchemy.orm.util", 4,
     "ColumnElement DynamicMapped FromClause GenerativeSelect HasCacheKey "
     "KeyedColumnElement Mapped MemoizedHasCacheKey MemoizedSlots ORMDescriptor "
     "ORMStatementAdapter TYPE_CHECKING WriteOnlyMapped fixup_container_fwd_refs "
     "is_origin_of_cls opt_manager_of_class "},
    {"sqlalchemy.orm.util", 6,
     "Bundle ColumnCollection CriteriaOption LoaderCriteriaOption ORMColumnsClauseRole "
     "ORMEntityColumnsClauseRole ORMFromClauseRole SupportsCloneAnnotations result_tuple "},
    {"sqlalchemy.orm.util", 7,
     "AliasedClass AliasedInsp CascadeOptions InspectionAttr MapperProperty ORMAdapter "
     "PathRegistry all_cascades attribute_str class_mapper has_identity identity_key "
     "instance_str object_mapper object_state polymorphic_union state_attribute_str "
     "state_class_str state_str was_deleted with_parent "},
    {"sqlalchemy.orm.writeonly", 4, ""},
    {"sqlalchemy.pool", 3, "clear_managers manage "},
    {"sqlalchemy.pool", 4,
     "ConnectionPoolEntry ManagesConnection PoolProxiedConnection PoolResetState "},
    {"sqlalchemy.pool", 6, "AsyncAdaptedQueuePool FallbackAsyncAdaptedQueuePool "},
    {"sqlalchemy.pool", 7,
     "AssertionPool NullPool Pool QueuePool SingletonThreadPool StaticPool reset_commit "
     "reset_none reset_rollback "},
    {"sqlalchemy.pool.base", 7, ""},
    {"sqlalchemy.pool.dbapi_proxy", 3, ""},
    {"sqlalchemy.pool.events", 6, ""},
    {"sqlalchemy.pool.impl", 7, ""},
    {"sqlalchemy.processors", 3, ""},
    {"sqlalchemy.schema", 1, "IdentityOptions PassiveDefault "},
    {"sqlalchemy.schema", 3, "DDLBase ThreadLocalMetaData "},
    {"sqlalchemy.schema", 4,
     "BaseDDLElement DropConstraintComment ExecutableDDLElement HasConditionalDDL "
     "InvokeDDLBase SchemaConst SchemaVisitable SetConstraintComment insert_sentinel "},
    {"sqlalchemy.schema", 6, "Identity "},
    {"sqlalchemy.schema", 7,
     "AddConstraint BLANK_SCHEMA CheckConstraint Column ColumnCollectionConstraint "
     "ColumnCollectionMixin ColumnDefault Computed Constraint CreateColumn CreateIndex "
     "CreateSchema CreateSequence CreateTable DDL DDLElement DefaultClause "
     "DefaultGenerator DropColumnComment DropConstraint DropIndex DropSchema DropSequence "
     "DropTable DropTableComment FetchedValue ForeignKey ForeignKeyConstraint Index "
     "MetaData PrimaryKeyConstraint SchemaItem SchemaVisitor Sequence SetColumnComment "
     "SetTableComment Table UniqueConstraint conv sort_tables sort_tables_and_constraints "},
    {"sqlalchemy.sql", 3, "subquery "},
    {"sqlalchemy.sql", 4,
     "BaseDDLElement DDL DDLElement ExecutableDDLElement NotNullable Nullable "
     "SQLColumnExpression SelectLabelStyle TYPE_CHECKING try_cast "},
    {"sqlalchemy.sql", 6,
     "COLLECT_CARTESIAN_PRODUCTS Executable FROM_LINTING LABEL_STYLE_DEFAULT "
     "LABEL_STYLE_DISAMBIGUATE_ONLY LABEL_STYLE_NONE LABEL_STYLE_TABLENAME_PLUS_COL "
     "LambdaElement NO_LINTING StatementLambdaElement Subquery Values WARN_LINTING "
     "lambda_stmt nulls_first nulls_last values "},
    {"sqlalchemy.sql", 7,
     "Alias ClauseElement ClauseVisitor ColumnCollection ColumnElement CompoundSelect "
     "Delete False_ FromClause Insert Join Select Selectable TableClause TableSample "
     "True_ Update alias all_ and_ any_ asc between bindparam case cast collate column "
     "cte delete desc distinct except_ except_all exists extract false func funcfilter "
     "insert intersect intersect_all join label lateral literal literal_column modifier "
     "not_ null nullsfirst nullslast or_ outerjoin outparam over quoted_name select table "
     "tablesample text true tuple_ type_coerce union union_all update within_group "},
    {"sqlalchemy.sql.annotation", 7, ""},
    {"sqlalchemy.sql.base", 2, "prefix_anon_map "},
    {"sqlalchemy.sql.base", 3, "ImmutableColumnCollection PARSE_AUTOCOMMIT "},
    {"sqlalchemy.sql.base", 4,
     "ExternallyTraversible ReadOnlyColumnCollection SchemaVisitable TYPE_CHECKING "
     "warn_deprecated "},
    {"sqlalchemy.sql.base", 6,
     "CacheableOptions CompileState DedupeColumnCollection ExecutableOption "
     "ExtendedInternalTraversal HasCacheKey HasCompileState HasCopyInternals HasMemoized "
     "InPlaceGenerative InternalTraversal MemoizedHasCacheKey Options SingletonConstant "
     "hybridmethod "},
    {"sqlalchemy.sql.base", 7,
     "ClauseVisitor ColumnCollection ColumnSet DialectKWArgs Executable Generative "
     "Immutable NO_ARG SchemaEventTarget SchemaVisitor "},
    {"sqlalchemy.sql.cache_key", 4, ""},
    {"sqlalchemy.sql.coercions", 4, "TYPE_CHECKING ee_impl "},
    {"sqlalchemy.sql.coercions", 6,
     "AnonymizedFromClauseImpl BinaryElementImpl ByOfImpl ColumnArgumentImpl "
     "ColumnArgumentOrKeyImpl ColumnsClauseImpl CompoundElementImpl ConstExprImpl "
     "DDLConstraintColumnImpl DDLExpressionImpl DDLReferredColumnImpl DMLColumnImpl "
     "DMLSelectImpl DMLTableImpl ExecutableOption ExecutableOptionImpl "
     "ExpressionElementImpl FromClauseImpl GroupByImpl HasCTEImpl HasCacheKey "
     "HasCacheKeyImpl InElementImpl IsCTEImpl JoinTargetImpl LabeledColumnExprImpl "
     "LimitOffsetImpl LiteralValueImpl OnClauseImpl Options OrderByImpl ReturnsRowsImpl "
     "RoleImpl SelectStatementImpl StatementImpl StatementOptionImpl StrAsPlainColumnImpl "
     "StrictFromClauseImpl TruncatedLabelImpl Visitable WhereHavingImpl expect "
     "expect_as_key expect_col_expression_collection impl name "},
    {"sqlalchemy.sql.compiler", 4,
     "CompilerState FastIntFlag InsertmanyvaluesSentinelOpts Linting ResultColumnsEntry "
     "TYPE_CHECKING TupleType ilike_case_insensitive "},
    {"sqlalchemy.sql.compiler", 6,
     "COLLECT_CARTESIAN_PRODUCTS ExpandedState FROM_LINTING FromLinter NO_ARG NO_LINTING "
     "RM_NAME RM_OBJECTS RM_RENDERED_NAME RM_TYPE WARN_LINTING quoted_name "},
    {"sqlalchemy.sql.compiler", 7,
     "BIND_TEMPLATES COMPOUND_KEYWORDS Compiled DDLCompiler EXTRACT_MAP FUNCTIONS "
     "GenericTypeCompiler ILLEGAL_INITIAL_CHARACTERS IdentifierPreparer OPERATORS "
     "RESERVED_WORDS SQLCompiler StrSQLCompiler StrSQLTypeCompiler TypeCompiler "
     "prefix_anon_map "},
    {"sqlalchemy.sql.crud", 7, ""},
    {"sqlalchemy.sql.ddl", 3, "DDLBase "},
    {"sqlalchemy.sql.ddl", 4,
     "BaseDDLElement CreateConstraint DDLIf DDLIfCallable DropConstraintComment "
     "ExecutableDDLElement InvokeCreateDDLBase InvokeDDLBase InvokeDropDDLBase "
     "SetConstraintComment "},
    {"sqlalchemy.sql.ddl", 7,
     "AddConstraint ClauseElement CreateColumn CreateIndex CreateSchema CreateSequence "
     "CreateTable DDL DDLElement DropColumnComment DropConstraint DropIndex DropSchema "
     "DropSequence DropTable DropTableComment Executable SchemaDropper SchemaGenerator "
     "SchemaVisitor SetColumnComment SetTableComment sort_tables "
     "sort_tables_and_constraints "},
    {"sqlalchemy.sql.default_comparator", 7, ""},
    {"sqlalchemy.sql.dml", 1, "and_ "},
    {"sqlalchemy.sql.dml", 2, "ReturnsRows "},
    {"sqlalchemy.sql.dml", 4,
     "Alias ColumnClause ColumnElement ColumnSet ExecutableReturnsRows FromClause "
     "Generative Join ReturningDelete ReturningInsert ReturningUpdate SelectLabelStyle "
     "TYPE_CHECKING TableClause TypedReturnsRows "},
    {"sqlalchemy.sql.dml", 6,
     "BooleanClauseList ColumnCollection CompileState DMLState DMLWhereBase "
     "DeleteDMLState HasCompileState InsertDMLState InternalTraversal NullType "
     "UpdateDMLState "},
    {"sqlalchemy.sql.dml", 7,
     "ClauseElement Delete DialectKWArgs Executable HasCTE HasPrefixes Insert Null Update "
     "UpdateBase ValuesBase "},
    {"sqlalchemy.sql.elements", 2, "Traversible "},
    {"sqlalchemy.sql.elements", 3, "PARSE_AUTOCOMMIT between collate not_ outparam "},
    {"sqlalchemy.sql.elements", 4,
     "ColumnOperators CompilerColumnElement CompilerElement DQLDMLClauseElement "
     "ExpressionClauseList ExternallyTraversible Generative "
     "HasMemoized_ro_memoized_attribute KeyedColumnElement OperatorExpression "
     "SQLColumnExpression SQLCoreOperations TYPE_CHECKING TryCast TypingOnly "
     "has_schema_attr is_quoted_name "},
    {"sqlalchemy.sql.elements", 5, "Visitable "},
    {"sqlalchemy.sql.elements", 6,
     "GroupedElement HasCopyInternals HasMemoized InternalTraversal MemoizedHasCacheKey "
     "NO_CACHE NamedColumn SingletonConstant SupportsWrappingAnnotations "
     "TableValuedColumn WrapsColumnExpression "},
    {"sqlalchemy.sql.elements", 7,
     "Annotated AnnotatedColumnElement AsBoolean BinaryExpression BindParameter "
     "BooleanClauseList Case Cast ClauseElement ClauseList CollationClause "
     "CollectionAggregate ColumnClause ColumnElement Executable Extract False_ "
     "FunctionFilter Grouping Immutable IndexExpression Label NO_ARG Null Over "
     "RANGE_CURRENT RANGE_UNBOUNDED ReleaseSavepointClause RollbackToSavepointClause "
     "SavepointClause Slice TextClause True_ Tuple TypeClause TypeCoerce UnaryExpression "
     "WithinGroup and_ cloned_traverse conv literal literal_column or_ quoted_name "
     "traverse "},
    {"sqlalchemy.sql.events", 6, ""},
    {"sqlalchemy.sql.expression", 1, "Generative "},
    {"sqlalchemy.sql.expression", 3, "PARSE_AUTOCOMMIT public_factory subquery "},
    {"sqlalchemy.sql.expression", 4,
     "ExpressionClauseList SQLColumnExpression ScalarValues SelectLabelStyle TryCast "
     "bitwise_not try_cast "},
    {"sqlalchemy.sql.expression", 6,
     "AliasedReturnsRows CacheKey ColumnOperators LABEL_STYLE_DEFAULT "
     "LABEL_STYLE_DISAMBIGUATE_ONLY LABEL_STYLE_NONE LABEL_STYLE_TABLENAME_PLUS_COL "
     "LambdaElement Operators ReturnsRows StatementLambdaElement Subquery "
     "TableValuedAlias TextualSelect Values custom_op lambda_stmt nulls_first nulls_last "
     "values "},
    {"sqlalchemy.sql.expression", 7,
     "Alias BinaryExpression BindParameter BooleanClauseList CTE Case Cast ClauseElement "
     "ClauseList CollectionAggregate ColumnClause ColumnCollection ColumnElement "
     "CompoundSelect Delete Executable Exists Extract False_ FromClause FromGrouping "
     "Function FunctionElement FunctionFilter GenerativeSelect Grouping HasCTE "
     "HasPrefixes HasSuffixes Insert Join Label Lateral Null Over ReleaseSavepointClause "
     "RollbackToSavepointClause SavepointClause ScalarSelect Select SelectBase Selectable "
     "TableClause TableSample TextAsFrom TextClause True_ Tuple TypeClause TypeCoerce "
     "UnaryExpression Update UpdateBase ValuesBase Visitable WithinGroup alias all_ and_ "
     "any_ asc between bindparam case cast collate column cte delete desc distinct "
     "except_ except_all exists extract false func funcfilter insert intersect "
     "intersect_all join label lateral literal literal_column modifier not_ null "
     "nullsfirst nullslast or_ outerjoin outparam over quoted_name select table "
     "tablesample text true tuple_ type_coerce union union_all update within_group "},
    {"sqlalchemy.sql.functions", 1, "Alias VisitableType "},
    {"sqlalchemy.sql.functions", 2, "TraversibleType "},
    {"sqlalchemy.sql.functions", 4,
     "ReturnTypeFromOptionalArgs TYPE_CHECKING TableValueType TypeEngine "
     "aggregate_strings "},
    {"sqlalchemy.sql.functions", 6,
     "Generative HasMemoized InternalTraversal NamedColumn ScalarFunctionColumn "
     "TableValuedAlias "},
    {"sqlalchemy.sql.functions", 7,
     "AnsiFunction BinaryExpression BindParameter Cast ClauseList ColumnCollection "
     "ColumnElement Executable Extract FromClause Function FunctionAsBinary "
     "FunctionElement FunctionFilter GenericFunction Grouping OrderedSetAgg Over "
     "ReturnTypeFromArgs Select WithinGroup array_agg char_length coalesce concat count "
     "cube cume_dist current_date current_time current_timestamp current_user dense_rank "
     "func grouping_sets literal_column localtime localtimestamp max min mode modifier "
     "next_value now percent_rank percentile_cont percentile_disc random rank "
     "register_function rollup session_user sum sysdate user "},
    {"sqlalchemy.sql.lambdas", 6, ""},
    {"sqlalchemy.sql.naming", 7, ""},
    {"sqlalchemy.sql.operators", 7, ""},
    {"sqlalchemy.sql.roles", 4, "StringRole TYPE_CHECKING TypedColumnsClauseRole "},
    {"sqlalchemy.sql.roles", 6,
     "AllowsLambdaRole AnonymizedFromClauseRole BinaryElementRole ByOfRole "
     "ColumnArgumentOrKeyRole ColumnArgumentRole ColumnListRole ColumnsClauseRole "
     "CompoundElementRole ConstExprRole DDLConstraintColumnRole DDLExpressionRole "
     "DDLReferredColumnRole DDLRole DMLColumnRole DMLRole DMLSelectRole DMLTableRole "
     "ExecutableOptionRole ExpressionElementRole FromClauseRole GroupByRole HasCTERole "
     "HasCacheKeyRole InElementRole IsCTERole JoinTargetRole LabeledColumnExprRole "
     "LimitOffsetRole LiteralValueRole OnClauseRole OrderByRole ReturnsRowsRole SQLRole "
     "SelectStatementRole StatementOptionRole StatementRole StrAsPlainColumnRole "
     "StrictFromClauseRole StructuralRole TruncatedLabelRole UsesInspection "
     "WhereHavingRole "},
    {"sqlalchemy.sql.schema", 1, "ColumnCollection PassiveDefault "},
    {"sqlalchemy.sql.schema", 2, "InternalTraversal "},
    {"sqlalchemy.sql.schema", 3, "ThreadLocalMetaData "},
    {"sqlalchemy.sql.schema", 4,
     "CallableColumnDefault ColumnElementColumnDefault ExternallyTraversible "
     "HasConditionalDDL HasMemoized HasSchemaAttr ScalarElementColumnDefault SchemaConst "
     "SchemaVisitable TYPE_CHECKING insert_sentinel "},
    {"sqlalchemy.sql.schema", 6,
     "DedupeColumnCollection Executable Identity NULL_UNSPECIFIED to_instance "},
    {"sqlalchemy.sql.schema", 7,
     "BLANK_SCHEMA CheckConstraint ClauseElement Column ColumnClause "
     "ColumnCollectionConstraint ColumnCollectionMixin ColumnDefault ColumnElement "
     "Computed Constraint DEFAULT_NAMING_CONVENTION DefaultClause DefaultGenerator "
     "DialectKWArgs FetchedValue ForeignKey ForeignKeyConstraint IdentityOptions Index "
     "MetaData PrimaryKeyConstraint RETAIN_SCHEMA SchemaEventTarget SchemaItem Sequence "
     "Table TableClause TextClause UniqueConstraint quoted_name "},
    {"sqlalchemy.sql.selectable", 1, "True_ Visitable "},
    {"sqlalchemy.sql.selectable", 2,
     "DeprecatedSelectBaseGenerations DeprecatedSelectGenerations inspect "},
    {"sqlalchemy.sql.selectable", 3, "Grouping subquery "},
    {"sqlalchemy.sql.selectable", 4,
     "ColumnElement DQLDMLClauseElement DialectKWArgs ExecutableReturnsRows "
     "FromClauseAlias HasMemoized_ro_memoized_attribute LateralFromClause NULLTYPE "
     "NamedFromClause NamedFromGrouping OperatorType ScalarValues SelectLabelStyle "
     "SelectsRows TYPE_CHECKING TypedReturnsRows elem "},
    {"sqlalchemy.sql.selectable", 6,
     "AliasedReturnsRows BooleanClauseList CacheableOptions ColumnClause CompileState "
     "CompoundSelectState DedupeColumnCollection GroupedElement HasCompileState HasHints "
     "HasMemoized InternalTraversal LABEL_STYLE_DEFAULT LABEL_STYLE_DISAMBIGUATE_ONLY "
     "LABEL_STYLE_NONE LABEL_STYLE_TABLENAME_PLUS_COL NoInit ReturnsRows SelectState "
     "SelectStatementGrouping Subquery SupportsCloneAnnotations TableValuedAlias "
     "TableValuedColumn TextualSelect Values prefix_anon_map "},
    {"sqlalchemy.sql.selectable", 7,
     "Alias Annotated AnnotatedFromClause BindParameter CTE ClauseElement ClauseList "
     "ColumnCollection ColumnSet CompoundSelect Executable Exists ForUpdateArg FromClause "
     "FromGrouping Generative GenerativeSelect HasCTE HasPrefixes HasSuffixes Immutable "
     "Join Lateral ScalarSelect Select SelectBase Selectable TableClause TableSample "
     "TextAsFrom UnaryExpression and_ literal_column "},
    {"sqlalchemy.sql.sqltypes", 1, "Binary "},
    {"sqlalchemy.sql.sqltypes", 4,
     "DOUBLE DOUBLE_PRECISION Double HasExpressionLookup INDEXABLE TYPE_CHECKING "
     "TypeEngineMixin UUID Uuid is_literal is_pep695 warn_deprecated "},
    {"sqlalchemy.sql.sqltypes", 6,
     "DATETIME_TIMEZONE HasCacheKey InternalTraversal NUMERICTYPE TABLEVALUE "
     "TIME_TIMEZONE TableValueType TupleType "},
    {"sqlalchemy.sql.sqltypes", 7,
     "ARRAY BIGINT BINARY BLOB BOOLEAN BOOLEANTYPE BigInteger Boolean CHAR CLOB "
     "Concatenable DATE DATETIME DECIMAL Date DateTime Emulated Enum FLOAT Float INT "
     "INTEGER INTEGERTYPE Indexable Integer Interval JSON LargeBinary MATCHTYPE MatchType "
     "NCHAR NO_ARG NULLTYPE NUMERIC NVARCHAR NativeForEmulated NullType Numeric "
     "PickleType REAL SMALLINT STRINGTYPE SchemaEventTarget SchemaType Slice SmallInteger "
     "String TEXT TIME TIMESTAMP Text Time TypeDecorator TypeEngine Unicode UnicodeText "
     "VARBINARY VARCHAR Variant quoted_name to_instance type_coerce "},
    {"sqlalchemy.sql.traversals", 6, ""},
    {"sqlalchemy.sql.type_api", 7, ""},
    {"sqlalchemy.sql.util", 1, "surface_column_elements "},
    {"sqlalchemy.sql.util", 3, "ColumnSet "},
    {"sqlalchemy.sql.util", 4, "ClauseElement KeyedColumnElement NamedColumn TYPE_CHECKING "},
    {"sqlalchemy.sql.util", 6, "HasCacheKey extract_first_column_annotation "},
    {"sqlalchemy.sql.util", 7,
     "Alias BindParameter ClauseAdapter Column ColumnAdapter ColumnClause ColumnElement "
     "FromClause FromGrouping Grouping Join Label Null ScalarSelect SelectBase "
     "TableClause UnaryExpression adapt_criterion_to_null bind_values clause_is_present "
     "criterion_as_pairs expand_column_list_from_order_by find_join_source "
     "find_left_clause_that_matches_given find_left_clause_to_join_from find_tables "
     "join_condition reduce_columns selectables_overlap sort_tables splice_joins "
     "surface_selectables surface_selectables_only tables_from_leftmost "
     "unwrap_label_reference unwrap_order_by visit_binary_product "},
    {"sqlalchemy.sql.visitors", 1, "iterate_depthfirst traverse_depthfirst "},
    {"sqlalchemy.sql.visitors", 2, "TraversibleType symbol "},
    {"sqlalchemy.sql.visitors", 3, "VisitableType "},
    {"sqlalchemy.sql.visitors", 4,
     "ExternallyTraversible HAS_CYEXTENSION HasTraversalDispatch HasTraverseInternals "
     "TYPE_CHECKING anon_map prefix_anon_map "},
    {"sqlalchemy.sql.visitors", 6,
     "CloningExternalTraversal ExtendedInternalTraversal ExternalTraversal "
     "InternalTraversal ReplacingExternalTraversal Traversible "},
    {"sqlalchemy.sql.visitors", 7,
     "ClauseVisitor CloningVisitor ReplacingCloningVisitor Visitable cloned_traverse "
     "iterate replacement_traverse traverse traverse_using "},
    {"sqlalchemy.types", 1, "Binary "},
    {"sqlalchemy.types", 4, "DOUBLE DOUBLE_PRECISION Double UUID Uuid "},
    {"sqlalchemy.types", 6, "ExternalType TupleType "},
    {"sqlalchemy.types", 7,
     "ARRAY BIGINT BINARY BLOB BOOLEAN BigInteger Boolean CHAR CLOB Concatenable DATE "
     "DATETIME DECIMAL Date DateTime Enum FLOAT Float INT INTEGER Indexable Integer "
     "Interval JSON LargeBinary MatchType NCHAR NULLTYPE NUMERIC NVARCHAR NullType "
     "Numeric PickleType REAL SMALLINT STRINGTYPE SchemaType SmallInteger String TEXT "
     "TIME TIMESTAMP Text Time TypeDecorator TypeEngine Unicode UnicodeText "
     "UserDefinedType VARBINARY VARCHAR Variant adapt_type to_instance "},
    {"sqlalchemy.util", 1,
     "KeyedTuple dependencies group_expirable_memoized_property jython "
     "lightweight_named_tuple nested pending_deprecation py33 py36 safe_kwarg "
     "warn_pending_deprecation "},
    {"sqlalchemy.util", 2,
     "SQLALCHEMY_WARN_20 TYPE_CHECKING asyncio binary_types deprecated_20 "
     "deprecated_20_cls nullcontext preloaded py37 warn_deprecated_20 "},
    {"sqlalchemy.util", 3,
     "EnsureKWArgType ImmutableContainer ImmutableProperties int_types py2k py3k raise_ "
     "raise_from_cause reraise string_types u ue with_metaclass "},
    {"sqlalchemy.util", 4,
     "EnsureKWArg FastIntFlag HasMemoized_ro_memoized_attribute NONE_SET "
     "ReadOnlyContainer ReadOnlyProperties TypingOnly became_legacy_20 "
     "find_matching_paren freethreading generic_fn_descriptor get_annotations "
     "is_non_string_iterable merge_lists_w_ordering non_memoized_property "
     "parse_user_argument_for_enum py313 py314 ro_memoized_property "
     "ro_non_memoized_property rw_hybridproperty strip_outer_parens "},
    {"sqlalchemy.util", 6,
     "EMPTY_DICT FacadeDict HasMemoized await_fallback await_only coerce_to_immutabledict "
     "constructor_key create_proxy_methods dataclass_fields greenlet_spawn "
     "has_compiled_ext has_refcount_gc is64bit is_exit_exception local_dataclass_fields "
     "method_is_overridden moved_20 preload_module py310 py311 py312 py38 py39 "
     "sort_dictionary string_or_unprintable walk_subclasses "},
    {"sqlalchemy.util", 7,
     "EMPTY_SET IdentitySet LRUCache MemoizedSlots OrderedDict OrderedIdentitySet "
     "OrderedProperties "
     "OrderedSet PluginLoader PopulateDict Properties ScopedRegistry ThreadLocalRegistry "
     "UniqueAppender WeakPopulateDict WeakSequence add_parameter_text arm as_interface "
     "asbool asint assert_arg_type attrsetter b b64decode b64encode bool_or_str "
     "chop_traceback class_hierarchy classproperty clsname_as_plain_name cmp "
     "coerce_generator_arg coerce_kw_type constructor_copy counter cpython "
     "decode_backslashreplace decode_slice decorator deprecated deprecated_cls "
     "deprecated_params dictlike_iteritems duck_type_collection ellipses_string "
     "flatten_iterator format_argspec_init format_argspec_plus generic_repr "
     "get_callable_argspec get_cls_kwargs get_func_kwargs getargspec_init has_dupes "
     "has_intersection hybridmethod hybridproperty immutabledict inject_docstring_text "
     "inspect_getfullargspec iterate_attributes map_bits md5_hex memoized_instancemethod "
     "memoized_property methods_equivalent monkeypatch_proxied_specials only_once "
     "ordered_column_set osx portable_instancemethod pypy quoted_token_parser "
     "safe_reraise set_creation_order symbol to_column_set to_list to_set "
     "unbound_method_to_callable unique_list update_copy warn warn_deprecated "
     "warn_exception warn_limited win32 wrap_callable "},
    {"sqlalchemy.util.compat", 7, ""},
    {"sqlalchemy.util.concurrency", 6, ""},
    {"sqlalchemy.util.deprecations", 7, ""},
    {"sqlalchemy.util.langhelpers", 7, ""},
    {"sqlalchemy.util.preloaded", 4, ""},
    {"sqlalchemy.util.queue", 7, ""},
    {"sqlalchemy.util.tool_support", 6, ""},
    {"sqlalchemy.util.topological", 7, ""},
    {"sqlalchemy.util.typing", 4, ""},
};

constexpr Known kClasses[] = {
    {"Alias", 1, "as_scalar correspond_on_equivalents count "},
    {"Alias", 3, "bind "},
    {"Alias", 4, "implicit_returning is_dml "},
    {"Alias", 6,
     "allows_lambda entity_namespace exported_columns inherit_cache memoized_attribute "
     "memoized_instancemethod original stringify_dialect table_valued uses_inspection "},
    {"Alias", 7,
     "alias c columns compare compile corresponding_column description foreign_keys "
     "get_children is_clause_element is_derived_from is_selectable join lateral "
     "named_with_column outerjoin params primary_key replace_selectable schema select "
     "selectable self_group supports_execution tablesample unique_params "},
    {"CTE", 1, "as_scalar correspond_on_equivalents count "},
    {"CTE", 3, "bind "},
    {"CTE", 4, "implicit_returning is_dml "},
    {"CTE", 6,
     "allows_lambda entity_namespace exported_columns inherit_cache memoized_attribute "
     "memoized_instancemethod original stringify_dialect table_valued uses_inspection "},
    {"CTE", 7,
     "alias c columns compare compile corresponding_column description foreign_keys "
     "get_children is_clause_element is_derived_from is_selectable join lateral "
     "named_with_column outerjoin params prefix_with primary_key replace_selectable "
     "schema select selectable self_group suffix_with supports_execution tablesample "
     "union union_all unique_params "},
    {"Case", 3, "bind "},
    {"Case", 4,
     "bitwise_and bitwise_lshift bitwise_not bitwise_or bitwise_rshift bitwise_xor "
     "icontains iendswith is_dml istartswith "},
    {"Case", 6,
     "allows_lambda anon_key_label entity_namespace inherit_cache is_not "
     "is_not_distinct_from memoized_attribute memoized_instancemethod not_ilike not_in "
     "not_like nulls_first nulls_last regexp_match regexp_replace stringify_dialect "
     "uses_inspection "},
    {"Case", 7,
     "all_ anon_label any_ asc base_columns between bool_op cast collate comparator "
     "compare compile concat contains desc description distinct endswith expression "
     "foreign_keys get_children ilike in_ is_ is_clause_element is_distinct_from "
     "is_selectable isnot isnot_distinct_from key label like match notilike notin_ "
     "notlike nullsfirst nullslast op operate params primary_key proxy_set "
     "reverse_operate self_group shares_lineage startswith supports_execution timetuple "
     "type unique_params "},
    {"Cast", 3, "bind "},
    {"Cast", 4,
     "bitwise_and bitwise_lshift bitwise_not bitwise_or bitwise_rshift bitwise_xor "
     "icontains iendswith is_dml istartswith "},
    {"Cast", 6,
     "allows_lambda anon_key_label entity_namespace inherit_cache is_not "
     "is_not_distinct_from memoized_attribute memoized_instancemethod not_ilike not_in "
     "not_like nulls_first nulls_last regexp_match regexp_replace stringify_dialect "
     "uses_inspection wrapped_column_expression "},
    {"Cast", 7,
     "all_ anon_label any_ asc base_columns between bool_op cast collate comparator "
     "compare compile concat contains desc description distinct endswith expression "
     "foreign_keys get_children ilike in_ is_ is_clause_element is_distinct_from "
     "is_selectable isnot isnot_distinct_from key label like match notilike notin_ "
     "notlike nullsfirst nullslast op operate params primary_key proxy_set "
     "reverse_operate self_group shares_lineage startswith supports_execution timetuple "
     "type unique_params "},
    {"Column", 1, "quote "},
    {"Column", 2, "index unique "},
    {"Column", 3, "bind "},
    {"Column", 4,
     "bitwise_and bitwise_lshift bitwise_not bitwise_or bitwise_rshift bitwise_xor "
     "get_dialect_option icontains iendswith is_dml istartswith "},
    {"Column", 6,
     "allows_lambda anon_key_label create_drop_stringify_dialect entity_namespace "
     "inherit_cache is_literal is_not is_not_distinct_from memoized_attribute "
     "memoized_instancemethod not_ilike not_in not_like nulls_first nulls_last "
     "regexp_match regexp_replace stringify_dialect uses_inspection "},
    {"Column", 7,
     "all_ anon_label any_ append_foreign_key argument_for asc base_columns between "
     "bool_op cast collate comparator compare compile concat contains copy default desc "
     "description dialect_kwargs dialect_options dispatch distinct endswith expression "
     "foreign_keys get_children ilike in_ info is_ is_clause_element is_distinct_from "
     "is_selectable isnot isnot_distinct_from key kwargs label like match notilike notin_ "
     "notlike nullsfirst nullslast onupdate op operate params primary_key proxy_set "
     "references reverse_operate self_group server_default server_onupdate shares_lineage "
     "startswith supports_execution table timetuple type unique_params "},
    {"ColumnElement", 3, "bind "},
    {"ColumnElement", 4,
     "bitwise_and bitwise_lshift bitwise_not bitwise_or bitwise_rshift bitwise_xor "
     "icontains iendswith is_dml istartswith "},
    {"ColumnElement", 6,
     "allows_lambda anon_key_label entity_namespace inherit_cache is_not "
     "is_not_distinct_from memoized_attribute memoized_instancemethod not_ilike not_in "
     "not_like nulls_first nulls_last regexp_match regexp_replace stringify_dialect "
     "uses_inspection "},
    {"ColumnElement", 7,
     "all_ anon_label any_ asc base_columns between bool_op cast collate comparator "
     "compare compile concat contains desc description distinct endswith expression "
     "foreign_keys get_children ilike in_ is_ is_clause_element is_distinct_from "
     "is_selectable isnot isnot_distinct_from key label like match notilike notin_ "
     "notlike nullsfirst nullslast op operate params primary_key proxy_set "
     "reverse_operate self_group shares_lineage startswith supports_execution timetuple "
     "type unique_params "},
    {"CompoundSelect", 1,
     "autocommit correspond_on_equivalents count for_update foreign_keys join "
     "named_with_column outerjoin primary_key schema tablesample "},
    {"CompoundSelect", 3, "append_group_by append_order_by apply_labels bind execute scalar "},
    {"CompoundSelect", 4,
     "argument_for dialect_kwargs dialect_options get_dialect_option is_from_statement "
     "kwargs name_cte_columns "},
    {"CompoundSelect", 6,
     "add_cte allows_lambda entity_namespace exists exported_columns fetch "
     "get_label_style inherit_cache is_delete is_dml is_insert is_select is_text "
     "is_update memoized_attribute memoized_instancemethod options scalar_subquery "
     "selected_columns set_label_style slice stringify_dialect subquery uses_inspection "},
    {"CompoundSelect", 7,
     "EXCEPT EXCEPT_ALL INTERSECT INTERSECT_ALL UNION UNION_ALL alias as_scalar c columns "
     "compare compile corresponding_column cte description execution_options get_children "
     "get_execution_options group_by is_clause_element is_derived_from is_selectable "
     "label lateral limit offset order_by params replace_selectable select selectable "
     "self_group supports_execution unique_params with_for_update "},
    {"Connection", 1, "contextual_connect create drop "},
    {"Connection", 3, "connect engine run_callable transaction "},
    {"Connection", 4, "commit rollback should_close_with_result "},
    {"Connection", 6,
     "exec_driver_sql get_nested_transaction get_transaction in_nested_transaction "
     "scalars "},
    {"Connection", 7,
     "begin begin_nested begin_twophase close closed commit_prepared connection "
     "default_isolation_level detach dispatch execute execution_options "
     "get_execution_options get_isolation_level in_transaction info invalidate "
     "invalidated recover_twophase rollback_prepared scalar schema_for_object "},
    {"Delete", 3, "bind execute scalar "},
    {"Delete", 4,
     "corresponding_column get_dialect_option is_derived_from is_from_statement "
     "name_cte_columns return_defaults "},
    {"Delete", 6,
     "add_cte allows_lambda entity_description entity_namespace exported_columns filter "
     "filter_by inherit_cache is_delete is_dml is_insert is_select is_text is_update "
     "memoized_attribute memoized_instancemethod options returning_column_descriptions "
     "selectable stringify_dialect uses_inspection whereclause with_dialect_options "},
    {"Delete", 7,
     "argument_for compare compile cte description dialect_kwargs dialect_options "
     "execution_options get_children get_execution_options is_clause_element "
     "is_selectable kwargs named_with_column params prefix_with returning self_group "
     "supports_execution unique_params where with_hint "},
    {"Engine", 1, "contextual_connect create drop schema_for_object "},
    {"Engine", 3, "execute has_table run_callable scalar table_names transaction "},
    {"Engine", 6, "clear_compiled_cache "},
    {"Engine", 7,
     "begin connect dispatch dispose driver echo engine execution_options "
     "get_execution_options logging_name name raw_connection update_execution_options "},
    {"Exists", 3, "bind "},
    {"Exists", 4,
     "bitwise_and bitwise_lshift bitwise_not bitwise_or bitwise_rshift bitwise_xor "
     "icontains iendswith is_dml istartswith "},
    {"Exists", 6,
     "allows_lambda anon_key_label entity_namespace inherit_cache is_not "
     "is_not_distinct_from memoized_attribute memoized_instancemethod not_ilike not_in "
     "not_like nulls_first nulls_last regexp_match regexp_replace stringify_dialect "
     "uses_inspection "},
    {"Exists", 7,
     "all_ anon_label any_ asc base_columns between bool_op cast collate comparator "
     "compare compile concat contains correlate correlate_except desc description "
     "distinct endswith expression foreign_keys get_children ilike in_ is_ "
     "is_clause_element is_distinct_from is_selectable isnot isnot_distinct_from key "
     "label like match notilike notin_ notlike nullsfirst nullslast op operate params "
     "primary_key proxy_set reverse_operate select select_from self_group shares_lineage "
     "startswith supports_execution timetuple type unique_params where "},
    {"FromClause", 1, "correspond_on_equivalents count "},
    {"FromClause", 2, "table_valued "},
    {"FromClause", 3, "bind "},
    {"FromClause", 4, "is_dml "},
    {"FromClause", 6,
     "allows_lambda entity_namespace exported_columns inherit_cache memoized_attribute "
     "memoized_instancemethod stringify_dialect uses_inspection "},
    {"FromClause", 7,
     "alias c columns compare compile corresponding_column description foreign_keys "
     "get_children is_clause_element is_derived_from is_selectable join lateral "
     "named_with_column outerjoin params primary_key replace_selectable schema select "
     "selectable self_group supports_execution tablesample unique_params "},
    {"Function", 1, "correspond_on_equivalents count "},
    {"Function", 3, "bind execute scalar "},
    {"Function", 4,
     "bitwise_and bitwise_lshift bitwise_not bitwise_or bitwise_rshift bitwise_xor "
     "icontains iendswith is_from_statement istartswith "},
    {"Function", 6,
     "allows_lambda anon_key_label column_valued entity_namespace exported_columns "
     "inherit_cache is_delete is_dml is_insert is_not is_not_distinct_from is_select "
     "is_text is_update memoized_attribute memoized_instancemethod not_ilike not_in "
     "not_like nulls_first nulls_last options regexp_match regexp_replace "
     "scalar_table_valued stringify_dialect table_valued uses_inspection "},
    {"Function", 7,
     "alias all_ anon_label any_ as_comparison asc base_columns between bool_op c cast "
     "clauses collate columns comparator compare compile concat contains "
     "corresponding_column desc description distinct endswith execution_options "
     "expression filter foreign_keys get_children get_execution_options ilike in_ is_ "
     "is_clause_element is_derived_from is_distinct_from is_selectable isnot "
     "isnot_distinct_from join key label lateral like match named_with_column notilike "
     "notin_ notlike nullsfirst nullslast op operate outerjoin over packagenames params "
     "primary_key proxy_set replace_selectable reverse_operate schema select selectable "
     "self_group shares_lineage startswith supports_execution tablesample timetuple type "
     "unique_params within_group within_group_type "},
    {"Insert", 3, "bind execute scalar "},
    {"Insert", 4,
     "corresponding_column get_dialect_option is_derived_from is_from_statement "
     "name_cte_columns "},
    {"Insert", 6,
     "add_cte allows_lambda entity_description entity_namespace exported_columns "
     "include_insert_from_select_defaults inherit_cache inline is_delete is_dml is_insert "
     "is_select is_text is_update memoized_attribute memoized_instancemethod options "
     "returning_column_descriptions selectable stringify_dialect uses_inspection "
     "with_dialect_options "},
    {"Insert", 7,
     "argument_for compare compile cte description dialect_kwargs dialect_options "
     "execution_options from_select get_children get_execution_options is_clause_element "
     "is_selectable kwargs named_with_column params prefix_with return_defaults returning "
     "select self_group supports_execution unique_params values with_hint "},
    {"InstanceState", 4, "class_ committed_state manager "},
    {"InstanceState", 6, "async_session is_bundle "},
    {"InstanceState", 7,
     "attrs callables deleted detached dict expired expired_attributes extension_type "
     "get_history get_impl has_identity identity identity_key identity_token info "
     "insert_order is_aliased_class is_attribute is_clause_element is_instance is_mapper "
     "is_property is_selectable key load_options load_path mapper modified obj object "
     "parents pending persistent runid session session_id transient unloaded "
     "unloaded_expirable unmodified unmodified_intersection was_deleted "},
    {"Join", 1, "correspond_on_equivalents count "},
    {"Join", 2, "table_valued "},
    {"Join", 3, "bind "},
    {"Join", 4, "is_dml "},
    {"Join", 6,
     "allows_lambda entity_namespace exported_columns inherit_cache memoized_attribute "
     "memoized_instancemethod stringify_dialect uses_inspection "},
    {"Join", 7,
     "alias c columns compare compile corresponding_column description foreign_keys "
     "get_children is_clause_element is_derived_from is_selectable join lateral "
     "named_with_column outerjoin params primary_key replace_selectable schema select "
     "selectable self_group supports_execution tablesample unique_params "},
    {"Label", 3, "bind "},
    {"Label", 4,
     "bitwise_and bitwise_lshift bitwise_not bitwise_or bitwise_rshift bitwise_xor "
     "icontains iendswith is_dml is_literal istartswith table "},
    {"Label", 6,
     "allows_lambda anon_key_label entity_namespace inherit_cache is_not "
     "is_not_distinct_from memoized_attribute memoized_instancemethod not_ilike not_in "
     "not_like nulls_first nulls_last regexp_match regexp_replace stringify_dialect "
     "uses_inspection "},
    {"Label", 7,
     "all_ anon_label any_ asc base_columns between bool_op cast collate comparator "
     "compare compile concat contains desc description distinct element endswith "
     "expression foreign_keys get_children ilike in_ is_ is_clause_element "
     "is_distinct_from is_selectable isnot isnot_distinct_from key label like match "
     "notilike notin_ notlike nullsfirst nullslast op operate params primary_key "
     "proxy_set reverse_operate self_group shares_lineage startswith supports_execution "
     "timetuple type unique_params "},
    {"Mapper", 1, "dispose "},
    {"Mapper", 2, "description "},
    {"Mapper", 3,
     "base_mapper c class_ class_manager columns concrete inherits local_table "
     "non_primary persist_selectable polymorphic_identity polymorphic_map polymorphic_on "
     "primary_key single tables validators "},
    {"Mapper", 4, "logging_name "},
    {"Mapper", 6,
     "allows_lambda entity_namespace inherit_cache is_bundle is_sibling "
     "memoized_attribute memoized_instancemethod select_identity_token uses_inspection "},
    {"Mapper", 7,
     "add_properties add_property all_orm_descriptors attrs cascade_iterator column_attrs "
     "common_parent composites configured dispatch entity extension_type get_property "
     "get_property_by_column has_property identity_key_from_instance "
     "identity_key_from_primary_key identity_key_from_row is_aliased_class is_attribute "
     "is_clause_element is_instance is_mapper is_property is_selectable isa "
     "iterate_properties iterate_to_root logger mapped_table mapper polymorphic_iterator "
     "primary_base_mapper primary_key_from_instance primary_mapper relationships "
     "represents_outer_join selectable self_and_descendants synonyms "
     "with_polymorphic_mappers "},
    {"MetaData", 1, "append_ddl_listener quote "},
    {"MetaData", 3, "bind get_children is_bound tables "},
    {"MetaData", 6, "create_drop_stringify_dialect "},
    {"MetaData", 7, "clear create_all dispatch drop_all info reflect remove sorted_tables "},
    {"ORMExecuteState", 4, "identity_token is_executemany is_from_statement "},
    {"ORMExecuteState", 6,
     "all_mappers bind_arguments bind_mapper execution_options invoke_statement "
     "is_column_load is_delete is_insert is_orm_statement is_relationship_load is_select "
     "is_update lazy_loaded_from load_options loader_strategy_path "
     "local_execution_options parameters session statement update_delete_options "
     "update_execution_options user_defined_options "},
    {"Over", 1, "func "},
    {"Over", 3, "bind element "},
    {"Over", 4,
     "bitwise_and bitwise_lshift bitwise_not bitwise_or bitwise_rshift bitwise_xor "
     "icontains iendswith is_dml istartswith "},
    {"Over", 6,
     "allows_lambda anon_key_label entity_namespace inherit_cache is_not "
     "is_not_distinct_from memoized_attribute memoized_instancemethod not_ilike not_in "
     "not_like nulls_first nulls_last regexp_match regexp_replace stringify_dialect "
     "uses_inspection "},
    {"Over", 7,
     "all_ anon_label any_ asc base_columns between bool_op cast collate comparator "
     "compare compile concat contains desc description distinct endswith expression "
     "foreign_keys get_children ilike in_ is_ is_clause_element is_distinct_from "
     "is_selectable isnot isnot_distinct_from key label like match notilike notin_ "
     "notlike nullsfirst nullslast op operate order_by params partition_by primary_key "
     "proxy_set reverse_operate self_group shares_lineage startswith supports_execution "
     "timetuple type unique_params "},
    {"Query", 1, "with_lockmode "},
    {"Query", 2, "bind execute "},
    {"Query", 3, "from_self select_entity_from with_polymorphic "},
    {"Query", 4, "get_children is_from_statement logging_name tuples "},
    {"Query", 6,
     "allows_lambda apply_labels get_label_style is_delete is_dml is_insert is_select "
     "is_text is_update load_options memoized_attribute memoized_instancemethod "
     "scalar_subquery set_label_style supports_execution uses_inspection where "},
    {"Query", 7,
     "add_column add_columns add_entity all as_scalar autoflush column_descriptions "
     "correlate count cte delete dispatch distinct enable_assertions enable_eagerloads "
     "except_ except_all execution_options exists filter filter_by first from_statement "
     "get get_execution_options group_by having instances intersect intersect_all "
     "is_single_entity join label lazy_loaded_from limit logger merge_result offset one "
     "one_or_none only_return_tuples options order_by outerjoin params populate_existing "
     "prefix_with reset_joinpoint scalar select_from selectable slice statement subquery "
     "suffix_with union union_all update value values whereclause with_entities "
     "with_for_update with_hint with_labels with_parent with_session with_statement_hint "
     "with_transformation yield_per "},
    {"Result", 1, "next process_rows "},
    {"Result", 3, "out_parameters "},
    {"Result", 4,
     "connection context cursor cursor_strategy dialect splice_horizontally "
     "splice_vertically t tuples "},
    {"Result", 6,
     "all columns freeze inserted_primary_key_rows mappings memoized_attribute "
     "memoized_instancemethod merge one one_or_none partitions returned_defaults_rows "
     "scalar_one scalar_one_or_none scalars unique yield_per "},
    {"Result", 7,
     "close closed fetchall fetchmany fetchone first inserted_primary_key is_insert keys "
     "last_inserted_params last_updated_params lastrow_has_defaults lastrowid "
     "postfetch_cols prefetch_cols returned_defaults returns_rows rowcount scalar "
     "supports_sane_multi_rowcount supports_sane_rowcount "},
    {"Row", 1, "has_key items iterkeys itervalues values "},
    {"Row", 3, "keys "},
    {"Row", 4, "t tuple "},
    {"Row", 6, "count index "},
    {"ScalarSelect", 3, "bind "},
    {"ScalarSelect", 4,
     "bitwise_and bitwise_lshift bitwise_not bitwise_or bitwise_rshift bitwise_xor "
     "icontains iendswith is_dml istartswith "},
    {"ScalarSelect", 6,
     "allows_lambda anon_key_label correlate correlate_except entity_namespace "
     "inherit_cache is_not is_not_distinct_from memoized_attribute "
     "memoized_instancemethod not_ilike not_in not_like nulls_first nulls_last "
     "regexp_match regexp_replace stringify_dialect uses_inspection "},
    {"ScalarSelect", 7,
     "all_ anon_label any_ asc base_columns between bool_op c cast collate columns "
     "comparator compare compile concat contains desc description distinct endswith "
     "expression foreign_keys get_children ilike in_ is_ is_clause_element "
     "is_distinct_from is_selectable isnot isnot_distinct_from key label like match "
     "notilike notin_ notlike nullsfirst nullslast op operate params primary_key "
     "proxy_set reverse_operate self_group shares_lineage startswith supports_execution "
     "timetuple type unique_params where "},
    {"Select", 1,
     "autocommit correspond_on_equivalents count for_update foreign_keys locate_all_froms "
     "named_with_column primary_key schema tablesample type "},
    {"Select", 2, "create_legacy_select "},
    {"Select", 3,
     "append_column append_correlation append_from append_group_by append_having "
     "append_order_by append_prefix append_whereclause apply_labels bind execute scalar "},
    {"Select", 4,
     "argument_for dialect_kwargs dialect_options get_dialect_option is_from_statement "
     "kwargs name_cte_columns "},
    {"Select", 6,
     "add_columns add_cte allows_lambda column_descriptions columns_clause_froms "
     "entity_namespace exists exported_columns fetch filter filter_by from_statement "
     "get_final_froms get_label_style inherit_cache is_delete is_dml is_insert is_select "
     "is_text is_update join_from memoized_attribute memoized_instancemethod options "
     "outerjoin_from scalar_subquery selected_columns set_label_style slice "
     "stringify_dialect subquery uses_inspection whereclause "},
    {"Select", 7,
     "alias as_scalar c column columns compare compile correlate correlate_except "
     "corresponding_column cte description distinct except_ except_all execution_options "
     "froms get_children get_execution_options group_by having inner_columns intersect "
     "intersect_all is_clause_element is_derived_from is_selectable join label lateral "
     "limit offset order_by outerjoin params prefix_with reduce_columns "
     "replace_selectable select select_from selectable self_group suffix_with "
     "supports_execution union union_all unique_params where with_for_update with_hint "
     "with_only_columns with_statement_hint "},
    {"Session", 1, "prune public_methods "},
    {"Session", 3, "identity_map transaction "},
    {"Session", 4, "get_one reset "},
    {"Session", 6,
     "get get_nested_transaction get_transaction in_nested_transaction in_transaction "
     "scalars "},
    {"Session", 7,
     "add add_all begin begin_nested bind_mapper bind_table bulk_insert_mappings "
     "bulk_save_objects bulk_update_mappings close close_all commit connection "
     "connection_callable delete deleted dirty dispatch enable_relationship_loading "
     "execute expire expire_all expunge expunge_all flush get_bind identity_key info "
     "invalidate is_active is_modified merge new no_autoflush object_session prepare "
     "query refresh rollback scalar "},
    {"Subquery", 2, "bind "},
    {"Subquery", 4, "implicit_returning is_dml "},
    {"Subquery", 6,
     "alias allows_lambda as_scalar c columns compare compile corresponding_column "
     "description entity_namespace exported_columns foreign_keys get_children "
     "inherit_cache is_clause_element is_derived_from is_selectable join lateral "
     "memoized_attribute memoized_instancemethod named_with_column original outerjoin "
     "params primary_key replace_selectable schema select selectable self_group "
     "stringify_dialect supports_execution table_valued tablesample unique_params "
     "uses_inspection "},
    {"Table", 1, "append_ddl_listener correspond_on_equivalents count quote quote_schema "},
    {"Table", 2, "constraints indexes "},
    {"Table", 3, "bind exists "},
    {"Table", 4, "autoincrement_column get_dialect_option is_dml "},
    {"Table", 6,
     "allows_lambda create_drop_stringify_dialect entity_namespace exported_columns "
     "inherit_cache memoized_attribute memoized_instancemethod stringify_dialect "
     "table_valued to_metadata uses_inspection "},
    {"Table", 7,
     "add_is_dependent_on alias append_column append_constraint argument_for c columns "
     "compare compile corresponding_column create delete description dialect_kwargs "
     "dialect_options dispatch drop foreign_key_constraints foreign_keys get_children "
     "implicit_returning info insert is_clause_element is_derived_from is_selectable join "
     "key kwargs lateral named_with_column outerjoin params primary_key "
     "replace_selectable schema select selectable self_group supports_execution "
     "tablesample tometadata unique_params update "},
    {"TextClause", 1, "selectable "},
    {"TextClause", 3, "bind execute scalar "},
    {"TextClause", 4, "is_from_statement label "},
    {"TextClause", 6,
     "allows_lambda entity_namespace inherit_cache is_delete is_dml is_insert is_select "
     "is_text is_update memoized_attribute memoized_instancemethod options "
     "stringify_dialect subquery uses_inspection "},
    {"TextClause", 7,
     "bindparams columns comparator compare compile description execution_options "
     "get_children get_execution_options is_clause_element is_selectable key params "
     "self_group supports_execution type unique_params "},
    {"Update", 3, "bind execute scalar "},
    {"Update", 4,
     "corresponding_column get_dialect_option is_derived_from is_from_statement "
     "name_cte_columns "},
    {"Update", 6,
     "add_cte allows_lambda entity_description entity_namespace exported_columns filter "
     "filter_by inherit_cache inline is_delete is_dml is_insert is_select is_text "
     "is_update memoized_attribute memoized_instancemethod options ordered_values "
     "returning_column_descriptions selectable stringify_dialect uses_inspection "
     "whereclause with_dialect_options "},
    {"Update", 7,
     "argument_for compare compile cte description dialect_kwargs dialect_options "
     "execution_options get_children get_execution_options is_clause_element "
     "is_selectable kwargs named_with_column params prefix_with return_defaults returning "
     "select self_group supports_execution unique_params values where with_hint "},
    {"sessionmaker", 6, "begin "},
    {"sessionmaker", 7, "close_all configure identity_key object_session "},
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

Releases release_of(const orm::Profile& profile) {
  return profile.select_list_style ? 1 : profile.typed_names ? 4 : 2;
}

Releases releases_with(std::string_view module) {
  Releases found = 0;
  for (const Known& known : kModules) {
    if (known.owner == module) found |= known.releases;
  }
  return found;
}

Releases releases_with(std::string_view module, std::string_view name) {
  for (const Known& known : kModules) {
    if (known.owner == module && contains(known.names, name)) return known.releases;
  }
  return releases_with(std::string(module) + "." + std::string(name));
}

Releases releases_with_attribute(std::string_view cls, std::string_view name) {
  for (const Known& known : kClasses) {
    if (known.owner == cls && contains(known.names, name)) return known.releases;
  }
  return 0;
}

bool is_inner(std::string_view module) {
  for (const Known& known : kModules) {
    if (known.owner == module) return known.names.empty();
  }
  return false;
}

std::vector<std::string_view> known_modules(Releases releases) {
  std::vector<std::string_view> names;
  for (const Known& known : kModules) {
    if (known.names.empty() || (known.releases & releases) == 0) continue;
    if (names.empty() || names.back() != known.owner) names.push_back(known.owner);
  }
  return names;
}

}  // namespace lessonrun::bind
