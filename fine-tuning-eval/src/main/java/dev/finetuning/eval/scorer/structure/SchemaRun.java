package dev.finetuning.eval.scorer.structure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One check of one value; collects faults as JSON pointer and keyword. */
final class SchemaRun {
    private final JsonSchema schema;
    private final int maxFaults;
    private final int maxDepth;
    private final List<String> faults = new ArrayList<>();
    private int depth;

    SchemaRun(JsonSchema schema, int maxFaults, int maxDepth) {
        this.schema = schema;
        this.maxFaults = maxFaults;
        this.maxDepth = maxDepth;
    }

    List<String> faults() {
        return List.copyOf(faults);
    }

    void check(JsonNode rules, JsonNode value, String at) {
        if (rules.isBoolean()) {
            if (!rules.booleanValue()) {
                fault(at, "false");
            }
            return;
        }
        if (++depth > maxDepth) {
            fault(at, "depth");
        } else {
            rules.properties().forEach(rule -> apply(rule.getKey(), rule.getValue(), value, at));
            checkChildren(rules, value, at);
        }
        depth--;
    }

    private void apply(String keyword, JsonNode argument, JsonNode value, String at) {
        boolean good = switch (keyword) {
            case "anyOf" -> complying(argument, value) > 0;
            case "oneOf" -> complying(argument, value) == 1;
            case "allOf" -> complying(argument, value) == argument.size();
            case "not" -> !complies(argument, value);
            default -> SchemaKeyword.allows(keyword, argument, value, schema);
        };
        if (!good) {
            fault(at, keyword);
        }
        if (keyword.equals("$ref")) {
            check(schema.resolve(argument.asText()), value, at);
        }
    }

    private void checkChildren(JsonNode rules, JsonNode value, String at) {
        if (value.isObject()) {
            JsonNode properties = rules.path("properties");
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                JsonNode rule = properties.has(field.getKey())
                        ? properties.get(field.getKey())
                        : rules.path("additionalProperties");
                checkChild(rule, field.getValue(), at + "/" + escaped(field.getKey()));
            }
        }
        JsonNode prefix = rules.path("prefixItems");
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            checkChild(i < prefix.size() ? prefix.get(i) : rules.path("items"), value.get(i), at + "/" + i);
        }
    }

    private void checkChild(JsonNode rule, JsonNode value, String at) {
        if (!rule.isMissingNode()) {
            check(rule, value, at);
        }
    }

    private int complying(JsonNode alternatives, JsonNode value) {
        int complying = 0;
        for (JsonNode alternative : alternatives) {
            complying += complies(alternative, value) ? 1 : 0;
        }
        return complying;
    }

    private boolean complies(JsonNode rules, JsonNode value) {
        SchemaRun trial = new SchemaRun(schema, 1, maxDepth - depth);
        trial.check(rules, value, "");
        return trial.faults.isEmpty();
    }

    private void fault(String at, String keyword) {
        if (faults.size() < maxFaults) {
            faults.add((at.isEmpty() ? "/" : at) + ": " + keyword);
        }
    }

    /** Keys are the model's own words: as in a JSON pointer, and cut where long. */
    private static String escaped(String key) {
        String escaped = key.replace("~", "~0").replace("/", "~1");
        return escaped.length() <= 40 ? escaped : escaped.substring(0, 40) + "…";
    }
}
