package dev.finetuning.registry.internal.stored;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.finetuning.internal.json.StoredJson;
import dev.finetuning.registry.version.Interval;

/** Confidence intervals as stored JSON: fields are only ever added, unknown ones are ignored. */
public final class IntervalJson {
    private IntervalJson() {}

    /** Puts an interval into an object. */
    public static void write(ObjectNode node, Interval interval) {
        node.put("low", interval.low()).put("high", interval.high()).put("level", interval.level());
    }

    /** The interval in an object. */
    public static Interval read(JsonNode node) {
        return new Interval(
                StoredJson.number(node, "low"), StoredJson.number(node, "high"), StoredJson.number(node, "level"));
    }
}
