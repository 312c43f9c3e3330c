package dev.finetuning.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Score cards as stored JSON: fields are only ever added, unknown ones are ignored. */
final class ScoreCardJson {
    private ScoreCardJson() {}

    static void write(ArrayNode array, ScoreCard card) {
        ObjectNode node = array.addObject()
                .put("metric", card.metric())
                .put("value", card.value())
                .put("direction", Json.name(card.direction()))
                .put("n", card.n())
                .put("source", card.source())
                .put("measured_at", card.measuredAt().toString());
        if (card.interval() != null) {
            interval(node.putObject("interval"), card.interval());
        }
        ObjectNode slices = node.putObject("slices");
        card.slices()
                .forEach((name, slice) ->
                        slices.putObject(name).put("value", slice.value()).put("n", slice.n()));
        ArrayNode comparisons = node.putArray("comparisons");
        card.comparisons().forEach(comparison -> comparison(comparisons.addObject(), comparison));
    }

    private static void interval(ObjectNode node, Interval interval) {
        node.put("low", interval.low()).put("high", interval.high()).put("level", interval.level());
    }

    private static void comparison(ObjectNode node, PairedComparison comparison) {
        node.put("against", comparison.against())
                .put("difference", comparison.difference())
                .put("p_value", comparison.pValue())
                .put("n", comparison.n())
                .put("test", comparison.test());
        interval(node.putObject("interval"), comparison.interval());
    }

    static ScoreCard read(JsonNode node) {
        return new ScoreCard(
                Json.text(node, "metric"),
                Json.number(node, "value"),
                node.hasNonNull("interval") ? interval(node.get("interval")) : null,
                Json.constant(Direction.class, node, "direction", Direction.HIGHER_IS_BETTER),
                (long) Json.number(node, "n"),
                Json.map(
                        node,
                        "slices",
                        slice -> new ScoreCard.Slice(Json.number(slice, "value"), (long) Json.number(slice, "n"))),
                Json.list(node, "comparisons", ScoreCardJson::comparison),
                Json.text(node, "source"),
                Json.instant(node, "measured_at"));
    }

    private static Interval interval(JsonNode node) {
        return new Interval(Json.number(node, "low"), Json.number(node, "high"), Json.number(node, "level"));
    }

    private static PairedComparison comparison(JsonNode node) {
        return new PairedComparison(
                Json.text(node, "against"),
                Json.number(node, "difference"),
                interval(node.path("interval")),
                Json.number(node, "p_value"),
                (long) Json.number(node, "n"),
                Json.text(node, "test"));
    }
}
