package dev.finetuning.registry;

import dev.finetuning.internal.content.OneLine;
import dev.finetuning.registry.promotion.GateVerdict;
import dev.finetuning.registry.promotion.PromotionDecision;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.ScoreCard;
import dev.finetuning.registry.version.SemanticVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Registry events in words. */
final class EventSentences {
    private EventSentences() {}

    static String by(Author by, String what) {
        String why = by.why().isBlank() ? "" : ": " + OneLine.of(by.why());
        return what + " (" + OneLine.of(by.who()) + why + ")";
    }

    static String registered(ModelVersion version) {
        return "version " + version.version() + " is registered: " + version.modelId() + " from "
                + version.lineage().baseModel();
    }

    static String scored(SemanticVersion version, List<ScoreCard> cards) {
        return "version " + version + " is scored: "
                + cards.stream().map(EventSentences::score).collect(Collectors.joining(", "));
    }

    private static String score(ScoreCard card) {
        return String.format(Locale.ROOT, "%s %.4g on %d cases", card.metric(), card.value(), card.n());
    }

    static String labelled(SemanticVersion version, LabelChange change) {
        List<String> parts = new ArrayList<>();
        change.added().forEach(tag -> parts.add("tagged " + OneLine.of(tag)));
        change.removed().forEach(tag -> parts.add("no longer tagged " + OneLine.of(tag)));
        change.metadata().keySet().forEach(key -> parts.add("described by " + OneLine.of(key)));
        change.shutdownAt().ifPresent(when -> parts.add("to be shut down at " + when));
        return "version " + version + " is " + String.join(", ", parts);
    }

    static String moved(AliasMove move) {
        String from = move.from().map(version -> " from " + version).orElse("");
        String to = move.to().map(version -> " to " + version).orElse(" to no version");
        return move.alias()
                + (move.kind() == AliasMove.Kind.ROLLBACK ? " is rolled back" : " moves")
                + from
                + to
                + move.decision().map(EventSentences::decided).orElse("");
    }

    private static String decided(PromotionDecision decision) {
        Optional<String> override = decision.overrideReason();
        if (override.isPresent()) {
            return "; gates overridden" + evidence(decision.failures());
        }
        return decision.verdicts().isEmpty() ? "" : "; gates passed" + evidence(decision.verdicts());
    }

    static String refused(PromotionDecision decision) {
        return "version " + decision.version() + " is refused as " + decision.alias() + evidence(decision.failures());
    }

    private static String evidence(List<GateVerdict> verdicts) {
        return verdicts.stream()
                .map(verdict -> verdict.gate() + " (" + verdict.evidence() + ")")
                .collect(Collectors.joining("; ", verdicts.isEmpty() ? "" : ": ", ""));
    }
}
