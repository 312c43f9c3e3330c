package dev.finetuning.schema;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the schemas within a schema stand and what they are called, so that references find them. */
final class SchemaIndex {
    /** The deepest schema. */
    static final int MAX_DEPTH = 256;

    private static final URI NAMELESS = URI.create("schema:/");

    /** A schema, where it stands in the whole, and against which URI its references are resolved. */
    record Entry(Object schema, String pointer, URI base) {}

    private final SchemaDraft draft;
    private final MetaSchema meta;
    private final IdentityHashMap<Object, Entry> entries = new IdentityHashMap<>();
    private final Map<String, Entry> named = new HashMap<>();
    private final Entry root;
    private @Nullable String tooDeep;

    SchemaIndex(Object schema, SchemaDraft draft, MetaSchema meta) {
        this.draft = draft;
        this.meta = meta;
        this.root = new Entry(schema, "", NAMELESS);
        named.put(NAMELESS.toString(), root);
        add(schema, "", NAMELESS, 0);
    }

    /** The pointer to the first schema that is nested too deeply. */
    Optional<String> tooDeep() {
        return Optional.ofNullable(tooDeep);
    }

    Entry entry(Object schema, String pointer, URI base) {
        return entries.getOrDefault(schema, new Entry(schema, pointer, base));
    }

    Entry root() {
        return entries.getOrDefault(root.schema(), root);
    }

    /** What a reference leads to; empty where that is nowhere within the schema. */
    Optional<Entry> resolve(URI base, String reference) {
        int hash = reference.indexOf('#');
        String fragment = hash < 0 ? "" : decoded(reference.substring(hash + 1));
        URI target = hash == 0 ? base : resolved(base, hash < 0 ? reference : reference.substring(0, hash));
        if (target == null) {
            return Optional.empty();
        }
        Entry resource = named.get(target.toString());
        if (resource == null || fragment.isEmpty()) {
            return Optional.ofNullable(resource);
        }
        if (!fragment.startsWith("/")) {
            return Optional.ofNullable(named.get(target + "#" + fragment));
        }
        return walk(resource, fragment);
    }

    private Optional<Entry> walk(Entry from, String fragment) {
        Object value = from.schema();
        URI base = from.base();
        StringBuilder pointer = new StringBuilder(from.pointer());
        for (String step : fragment.substring(1).split("/", -1)) {
            String key = step.replace("~1", "/").replace("~0", "~");
            value = value instanceof Map<?, ?> map ? map.get(key) : element(value, key);
            if (value == null) {
                return Optional.empty();
            }
            pointer.append('/').append(step);
            base = entries.containsKey(value) ? entry(value, "", base).base() : base;
        }
        boolean schema = value instanceof Map || value instanceof Boolean;
        if (schema && !entries.containsKey(value)) {
            add(value, pointer.toString(), base, 0);
        }
        return schema ? Optional.of(entry(value, pointer.toString(), base)) : Optional.empty();
    }

    private static @Nullable Object element(@Nullable Object value, String key) {
        boolean index = value instanceof List<?> && key.matches("[0-9]{1,9}");
        return index && value instanceof List<?> list && Integer.parseInt(key) < list.size()
                ? list.get(Integer.parseInt(key))
                : null;
    }

    private void add(@Nullable Object schema, String pointer, URI outer, int depth) {
        if (!(schema instanceof Map<?, ?> map) || entries.containsKey(schema)) {
            return;
        }
        if (depth > MAX_DEPTH) {
            tooDeep = tooDeep == null ? pointer : tooDeep;
            return;
        }
        boolean onlyReference = draft == SchemaDraft.DRAFT_7 && map.containsKey("$ref");
        URI base = outer;
        if (!onlyReference && map.get("$id") instanceof String id) {
            base = named(id, outer, schema, pointer);
        }
        Entry entry = new Entry(schema, pointer, base);
        entries.put(schema, entry);
        for (String anchor : List.of("$anchor", "$dynamicAnchor")) {
            if (draft != SchemaDraft.DRAFT_7 && map.get(anchor) instanceof String name) {
                named.putIfAbsent(base + "#" + name, entry);
            }
        }
        for (Map.Entry<?, ?> keyword : map.entrySet()) {
            String name = String.valueOf(keyword.getKey());
            if (meta.holdsSchemas(name)) {
                within(keyword.getValue(), pointer + "/" + escaped(name), base, depth);
            }
        }
    }

    private void within(@Nullable Object value, String pointer, URI base, int depth) {
        String keyword = pointer.substring(pointer.lastIndexOf('/') + 1);
        boolean byName = List.of("properties", "patternProperties", "definitions", "$defs", "dependentSchemas")
                        .contains(keyword)
                || keyword.equals("dependencies");
        if (value instanceof Map<?, ?> map && byName) {
            map.forEach((name, each) -> add(each, pointer + "/" + escaped(String.valueOf(name)), base, depth + 1));
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                add(list.get(i), pointer + "/" + i, base, depth + 1);
            }
        } else {
            add(value, pointer, base, depth + 1);
        }
    }

    /** Notes an identifier, and tells the base URI within. */
    private URI named(String id, URI outer, Object schema, String pointer) {
        if (draft == SchemaDraft.DRAFT_7 && id.startsWith("#")) {
            named.putIfAbsent(outer + id, new Entry(schema, pointer, outer));
            return outer;
        }
        URI base = resolved(outer, id.endsWith("#") ? id.substring(0, id.length() - 1) : id);
        if (base == null) {
            return outer;
        }
        named.putIfAbsent(base.toString(), new Entry(schema, pointer, base));
        return base;
    }

    private static @Nullable URI resolved(URI base, String reference) {
        try {
            URI uri = new URI(reference);
            return uri.isAbsolute() || base.isOpaque() ? uri : base.resolve(uri).normalize();
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static String decoded(String fragment) {
        try {
            return fragment.indexOf('%') < 0
                    ? fragment
                    : URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return fragment;
        }
    }

    static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
