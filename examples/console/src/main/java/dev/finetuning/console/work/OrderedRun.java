package dev.finetuning.console.work;

import dev.finetuning.console.input.Fields;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A run that somebody has ordered.
 *
 * @param id the id that the run has or will have
 * @param order what was ordered
 * @param labels the labels of the run
 * @param at when
 */
record OrderedRun(String id, TrainingOrder order, Map<String, String> labels, Instant at) {
    static final String ID = "id";

    /** Copies the map. */
    OrderedRun {
        labels = Map.copyOf(labels);
    }

    /** An order as it is in the log. */
    static OrderedRun of(TextLog.Entry entry) {
        Fields fields = entry.fields();
        TrainingOrder order = TrainingOrder.of(fields);
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(TrainingDesk.DATASET, order.dataset());
        for (String name : new String[] {TrainingDesk.TENANT, TrainingDesk.BY, TrainingDesk.REVISION}) {
            labels.put(name, fields.require(name));
        }
        return new OrderedRun(fields.require(ID), order, labels, entry.at());
    }

    /** The number of the revision that is trained on. */
    int revision() {
        return Integer.parseInt(labels.getOrDefault(TrainingDesk.REVISION, "1"));
    }
}
