package dev.finetuning.schema;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** What one keyword asks of a value. Immutable. */
@FunctionalInterface
interface SchemaRule {
    /**
     * Whether the value complies; one that does not is reported by the rule.
     *
     * @param at where the value stands; null if it is not needed
     * @param evaluated the children that some keyword has looked at; the rule adds its own
     */
    boolean holds(Instance value, SchemaRun run, @Nullable Place at, BitSet evaluated);

    /** Where a value stands within the whole. */
    record Place(@Nullable Place parent, String step) {
        static final Place ROOT = new Place(null, "");

        Place at(String deeper) {
            return new Place(this, deeper);
        }

        String pointer() {
            StringBuilder pointer = new StringBuilder();
            for (Place place = this; place.parent != null; place = place.parent) {
                pointer.insert(0, "/" + place.step);
            }
            return pointer.toString();
        }
    }
}
