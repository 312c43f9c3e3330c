package dev.finetuning.schema;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the meta-schemas of the drafts (json-schema.org/draft-07/schema, json-schema.org/draft/2020-12/schema)
 * ask of each keyword's value, schemas within it apart.
 */
final class MetaSchema {
    /** What a keyword's value has to be. The tests hold no state. */
    @SuppressWarnings("ImmutableEnumChecker")
    private enum Form {
        TEXT("must be a string", String.class::isInstance),
        BOOLEAN("must be true or false", Boolean.class::isInstance),
        NUMBER("must be a number", Number.class::isInstance),
        POSITIVE("must be a number above 0", MetaSchema::positive),
        COUNT("must be a whole number of at least 0", MetaSchema::count),
        LIST("must be a list", List.class::isInstance),
        MAP("must be an object", Map.class::isInstance),
        NAMES("must be a list of different strings", MetaSchema::names),
        NAMES_BY_NAME("must be an object of lists of different strings", MetaSchema::namesByName),
        TYPE("must be array, boolean, integer, null, number, object or string, or a list of them", MetaSchema::type),
        SCHEMA("must be an object or a boolean", MetaSchema::schema),
        SCHEMAS("must be a list of at least one schema", MetaSchema::schemas),
        SCHEMAS_BY_NAME("must be an object of schemas", Map.class::isInstance),
        SCHEMA_OR_SCHEMAS("must be a schema or a list of at least one", value -> schema(value) || schemas(value)),
        ANY("", value -> true);

        private final String why;
        private final Predicate<@Nullable Object> test;

        Form(String why, Predicate<@Nullable Object> test) {
            this.why = why;
            this.test = test;
        }
    }

    private static final Set<String> TYPES =
            Set.of("array", "boolean", "integer", "null", "number", "object", "string");

    private static final Map<String, Form> BOTH =
            forms("$id TEXT,$schema TEXT,$ref TEXT,$comment TEXT,title TEXT,description TEXT,default ANY,examples LIST,"
                    + "readOnly BOOLEAN,multipleOf POSITIVE,maximum NUMBER,exclusiveMaximum NUMBER,minimum NUMBER,"
                    + "exclusiveMinimum NUMBER,maxLength COUNT,minLength COUNT,pattern TEXT,maxItems COUNT,"
                    + "minItems COUNT,uniqueItems BOOLEAN,contains SCHEMA,maxProperties COUNT,minProperties COUNT,"
                    + "required NAMES,additionalProperties SCHEMA,definitions SCHEMAS_BY_NAME,"
                    + "properties SCHEMAS_BY_NAME,patternProperties SCHEMAS_BY_NAME,propertyNames SCHEMA,const ANY,"
                    + "enum LIST,type TYPE,format TEXT,contentMediaType TEXT,contentEncoding TEXT,if SCHEMA,then SCHEMA,"
                    + "else SCHEMA,allOf SCHEMAS,anyOf SCHEMAS,oneOf SCHEMAS,not SCHEMA,writeOnly ANY,strict ANY");

    private static final Map<String, Form> SEVEN =
            forms("items SCHEMA_OR_SCHEMAS,additionalItems SCHEMA,dependencies MAP");

    private static final Map<String, Form> TWENTY_TWENTY =
            forms("items SCHEMA,prefixItems SCHEMAS,$defs SCHEMAS_BY_NAME,"
                    + "$anchor TEXT,$dynamicRef TEXT,$dynamicAnchor TEXT,$vocabulary MAP,deprecated BOOLEAN,minContains COUNT,"
                    + "maxContains COUNT,dependentRequired NAMES_BY_NAME,dependentSchemas SCHEMAS_BY_NAME,"
                    + "unevaluatedItems SCHEMA,unevaluatedProperties SCHEMA,contentSchema SCHEMA");

    private final Map<String, Form> own;

    MetaSchema(SchemaDraft draft) {
        own = draft == SchemaDraft.DRAFT_7 ? SEVEN : TWENTY_TWENTY;
    }

    boolean knows(String keyword) {
        return BOTH.containsKey(keyword) || own.containsKey(keyword) || keyword.startsWith("x-");
    }

    /** Whether a keyword's value is a schema, or holds some, and how. */
    boolean holdsSchemas(String keyword) {
        Form form = form(keyword);
        return form == Form.SCHEMA
                || form == Form.SCHEMAS
                || form == Form.SCHEMAS_BY_NAME
                || form == Form.SCHEMA_OR_SCHEMAS
                || (keyword.equals("dependencies") && own == SEVEN);
    }

    /** What is wrong with a keyword's value, for people. */
    Optional<String> fault(String keyword, @Nullable Object value) {
        Form form = form(keyword);
        if (form.test.test(value)) {
            return Optional.empty();
        }
        boolean tuple = keyword.equals("items") && value instanceof List;
        return Optional.of(tuple ? "a list of schemas is written as prefixItems since draft 2020-12" : form.why);
    }

    private Form form(String keyword) {
        Form form = own.get(keyword);
        return form == null ? BOTH.getOrDefault(keyword, Form.ANY) : form;
    }

    private static Map<String, Form> forms(String list) {
        Map<String, Form> forms = new HashMap<>();
        for (String entry : list.split(",", -1)) {
            int blank = entry.indexOf(' ');
            forms.put(entry.substring(0, blank), Form.valueOf(entry.substring(blank + 1)));
        }
        return Map.copyOf(forms);
    }

    static boolean names(@Nullable Object value) {
        return value instanceof List<?> list
                && list.stream().allMatch(String.class::isInstance)
                && new HashSet<>(list).size() == list.size();
    }

    private static boolean namesByName(@Nullable Object value) {
        return value instanceof Map<?, ?> map && map.values().stream().allMatch(MetaSchema::names);
    }

    private static boolean schema(@Nullable Object value) {
        return value instanceof Map || value instanceof Boolean;
    }

    private static boolean schemas(@Nullable Object value) {
        return value instanceof List<?> list && !list.isEmpty();
    }

    private static boolean type(@Nullable Object value) {
        return value instanceof List<?> list
                ? !list.isEmpty() && names(list) && TYPES.containsAll(list)
                : value instanceof String name && TYPES.contains(name);
    }

    private static boolean positive(@Nullable Object value) {
        return value instanceof Number number && Instance.decimal(number).signum() > 0;
    }

    private static boolean count(@Nullable Object value) {
        if (!(value instanceof Number number)) {
            return false;
        }
        BigDecimal decimal = Instance.decimal(number);
        return decimal.signum() == 0
                || (decimal.signum() > 0 && decimal.stripTrailingZeros().scale() <= 0);
    }
}
