package dev.finetuning.schema;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** One schema within a schema, compiled. */
final class SchemaNode {
    final int id;
    final String pointer;
    /** What the value has to comply with, in order; those that look at what others left over come last. */
    final List<SchemaRule> rules = new ArrayList<>();
    /** The schemas that judge the same value as this one. */
    final List<SchemaNode> inPlace = new ArrayList<>();
    /** The keys that it names, which are no content of a value. */
    final Set<String> names = new LinkedHashSet<>();
    /** Whether more than one way leads here, so that verdicts are worth remembering. */
    boolean shared;

    SchemaNode(int id, String pointer) {
        this.id = id;
        this.pointer = pointer;
    }
}
