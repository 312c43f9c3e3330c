package dev.finetuning.quality.profile;

import dev.finetuning.cost.CostEstimate;
import dev.finetuning.cost.Money;
import dev.finetuning.cost.TokenStatistics;
import dev.finetuning.example.Origin;
import dev.finetuning.example.Role;
import dev.finetuning.internal.json.JsonText;
import dev.finetuning.internal.json.StoredNames;
import dev.finetuning.quality.CompatibilityMatrix;
import dev.finetuning.quality.Severity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A profile as JSON. */
record ProfileJson(DatasetProfile profile) {
    private static final StoredNames<Severity> SEVERITIES = StoredNames.of(
            Severity.class, Map.of(Severity.INFO, "info", Severity.WARNING, "warning", Severity.ERROR, "error"));

    String text() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", profile.name());
        json.put("version", profile.version());
        json.put("fingerprint", profile.fingerprint());
        json.put("examples", profile.examples());
        json.put("validated", profile.validated());
        json.put("rejected", profile.rejected());
        json.put("tokens", histogram(profile.tokens()));
        json.put("turns", histogram(profile.turns()));
        json.put("token_statistics", tokens(profile.tokenStatistics()));
        json.put("messages", byRole(profile.composition().messages()));
        json.put("categories", profile.composition().categories());
        json.put("sources", profile.composition().sources());
        json.put("kinds", profile.composition().kinds());
        json.put("forms", profile.composition().forms());
        json.put("findings", profile.findings().stream().map(ProfileJson::found).toList());
        profile.cost().ifPresent(cost -> json.put("cost", cost(cost)));
        profile.compatibility()
                .ifPresent(compatibility -> json.put(
                        "compatibility",
                        compatibility.rows().stream()
                                .map(ProfileJson::compatibility)
                                .toList()));
        return JsonText.of(json);
    }

    private static Map<String, Object> histogram(Histogram histogram) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("min", histogram.min());
        json.put("median", histogram.median());
        json.put("p95", histogram.p95());
        json.put("max", histogram.max());
        json.put("sum", histogram.sum());
        json.put(
                "bars",
                histogram.bars().stream()
                        .map(bar -> ordered("from", bar.from(), "to", bar.to(), "count", bar.count()))
                        .toList());
        return json;
    }

    private static Map<String, Object> tokens(TokenStatistics tokens) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("counter", tokens.counter());
        json.put("exact", tokens.exact());
        json.put("total", tokens.count().total());
        json.put("trainable", tokens.count().trainable());
        json.put("tools", tokens.count().tools());
        json.put("by_role", byRole(tokens.byRole()));
        return json;
    }

    private static Map<String, Long> byRole(Map<Role, Long> counts) {
        Map<String, Long> json = new LinkedHashMap<>();
        counts.forEach((role, count) -> json.put(role.wireName(), count));
        return json;
    }

    private static Map<String, Object> found(FoundCode found) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("code", found.code());
        json.put("severity", SEVERITIES.of(found.severity()));
        json.put("count", found.count());
        json.put("message", found.message());
        json.put("remedy", found.remedy());
        json.put("at", origins(found.origins()));
        return json;
    }

    private static Map<String, Object> cost(CostEstimate cost) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model", cost.model());
        json.put("epochs", cost.epochs());
        json.put("trained_tokens", cost.trainedTokens());
        json.put("training", cost.training().map(ProfileJson::money).orElse(null));
        json.put(
                "prices_as_of",
                cost.price().map(price -> price.asOf().toString()).orElse(null));
        return json;
    }

    private static Map<String, Object> money(Money money) {
        return ordered("amount", money.amount(), "currency", money.currency().getCurrencyCode());
    }

    private static Map<String, Object> compatibility(CompatibilityMatrix.Row row) {
        Map<String, Object> json =
                ordered("target", row.target(), "accepted", row.accepted(), "refused", row.refused());
        json.put(
                "refusals",
                row.refusals().stream()
                        .map(refusal -> ordered(
                                "reason", refusal.reason(), "count", refusal.count(), "at", origins(refusal.first())))
                        .toList());
        return json;
    }

    private static List<Object> origins(List<Origin> origins) {
        return origins.stream()
                .map(origin -> (Object) ordered("source", origin.source(), "line", origin.line(), "row", origin.row()))
                .toList();
    }

    private static Map<String, Object> ordered(Object... pairs) {
        Map<String, Object> json = new LinkedHashMap<>();
        for (int i = 0; i + 1 < pairs.length; i += 2) {
            json.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        return json;
    }
}
