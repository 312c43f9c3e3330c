package dev.finetuning.schema;

import dev.finetuning.schema.SchemaRule.Place;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The check of one value. What a schema said about a node of the value is remembered, so that no pair of the
 * two is looked at more than twice: once to know, and once more to report.
 */
final class SchemaRun {
    /**
     * The deepest value, and the most schemas one within the other on the way to a verdict. Half a thread's usual
     * stack is enough for them.
     */
    static final int MAX_DEPTH = 512;

    private static final int MAX_FAULTS = 20;
    private static final BitSet NONE = new BitSet(0);

    /** What is known about a schema and a node. */
    private record Verdict(boolean valid, boolean reported, BitSet evaluated) {}

    private final boolean tracksEvaluated;
    private final Map<Long, Verdict> known = new HashMap<>();
    private final List<SchemaFault> faults = new ArrayList<>();
    private int depth;

    SchemaRun(boolean tracksEvaluated) {
        this.tracksEvaluated = tracksEvaluated;
    }

    List<SchemaFault> faults() {
        return List.copyOf(faults);
    }

    boolean tracksEvaluated() {
        return tracksEvaluated;
    }

    /** Whether a node complies with a schema; where it does, its evaluated children are added. */
    boolean complies(SchemaNode schema, Instance value, @Nullable Place at, BitSet evaluated) {
        Verdict verdict = verdict(schema, value, at);
        if (verdict.valid()) {
            evaluated.or(verdict.evaluated());
        }
        return verdict.valid();
    }

    /** Whether a child complies with a schema. */
    boolean child(SchemaNode schema, Instance child, @Nullable Place at) {
        return verdict(schema, child, at).valid();
    }

    private Verdict verdict(SchemaNode schema, Instance value, @Nullable Place at) {
        long pair = (long) schema.id << 32 | value.id;
        if (schema.shared) {
            Verdict before = known.get(pair);
            if (before != null && (before.valid() || before.reported() || at == null)) {
                return before;
            }
        }
        if (depth >= MAX_DEPTH) {
            fault(at, "depth");
            return new Verdict(false, at != null, NONE);
        }
        depth++;
        BitSet evaluated = tracksEvaluated ? new BitSet() : NONE;
        boolean valid = true;
        for (SchemaRule rule : schema.rules) {
            valid &= rule.holds(value, this, at, evaluated);
            if (!valid && at == null) {
                break;
            }
        }
        depth--;
        Verdict verdict = new Verdict(valid, at != null, evaluated);
        if (schema.shared) {
            known.put(pair, verdict);
        }
        return verdict;
    }

    /** Notes a fault, if anybody wants to know. */
    boolean fault(@Nullable Place at, String keyword) {
        if (at != null && faults.size() < MAX_FAULTS) {
            SchemaFault fault = new SchemaFault(at.pointer(), keyword);
            if (!faults.contains(fault)) {
                faults.add(fault);
            }
        }
        return false;
    }
}
