package dev.finetuning.registry.internal.stored;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.finetuning.internal.json.StoredJson;
import dev.finetuning.internal.json.StoredNames;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.registry.AliasMove;
import dev.finetuning.registry.LabelChange;
import dev.finetuning.registry.RegistryEvent;
import dev.finetuning.registry.RegistryEvent.AliasMoved;
import dev.finetuning.registry.RegistryEvent.PromotionRefused;
import dev.finetuning.registry.RegistryEvent.StatusChanged;
import dev.finetuning.registry.RegistryEvent.VersionApproved;
import dev.finetuning.registry.RegistryEvent.VersionLabelled;
import dev.finetuning.registry.RegistryEvent.VersionRegistered;
import dev.finetuning.registry.RegistryEvent.VersionScored;
import dev.finetuning.registry.promotion.GateVerdict;
import dev.finetuning.registry.promotion.PromotionDecision;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.SemanticVersion;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Events as journal entries. Types and fields are only ever added; a type that a later version added is
 * skipped, as is an unknown field.
 */
public final class EventJson {
    private static final String REGISTERED = "version.registered";
    private static final String SCORED = "version.scored";
    private static final String LABELLED = "version.labelled";
    private static final String APPROVED = "version.approved";
    private static final String STATUS = "version.standing";
    private static final String MOVED = "alias.moved";
    private static final String REFUSED = "promotion.refused";

    private static final StoredNames<AliasMove.Kind> KINDS = StoredNames.of(
            AliasMove.Kind.class,
            Map.of(
                    AliasMove.Kind.PROMOTION, "promotion",
                    AliasMove.Kind.ROLLBACK, "rollback",
                    AliasMove.Kind.ASSIGNMENT, "assignment",
                    AliasMove.Kind.REMOVAL, "removal"));

    private EventJson() {}

    /** An event as an entry. */
    public static JournalEntry write(RegistryEvent event) {
        ObjectNode body = StoredJson.object();
        body.put("name", event.name());
        VersionJson.by(body.putObject("by"), event.by());
        String type = event instanceof AliasMoved moved
                ? moved(body, moved.move())
                : event instanceof PromotionRefused refused
                        ? decision(REFUSED, body, refused.decision())
                        : version(body, event);
        return new JournalEntry(type, event.at(), StoredJson.write(body));
    }

    private static String version(ObjectNode body, RegistryEvent event) {
        if (event instanceof VersionRegistered registered) {
            VersionJson.write(body, registered.version());
            return REGISTERED;
        }
        if (event instanceof VersionScored scored) {
            body.put("version", scored.version().toString());
            ArrayNode cards = body.putArray("score_cards");
            ScoreCardJson.write(cards, scored.scoreCards());
            return SCORED;
        }
        if (event instanceof VersionLabelled labelled) {
            return labelled(body, labelled);
        }
        if (event instanceof StatusChanged changed) {
            body.put("version", changed.version().toString());
            VersionJson.status(body, changed.status());
            return STATUS;
        }
        body.put("version", ((VersionApproved) event).version().toString());
        return APPROVED;
    }

    private static String labelled(ObjectNode body, VersionLabelled labelled) {
        LabelChange change = labelled.change();
        body.put("version", labelled.version().toString());
        StoredJson.put(body, "added", change.added().stream().sorted().toList());
        StoredJson.put(body, "removed", change.removed().stream().sorted().toList());
        StoredJson.put(body, "metadata", change.metadata());
        change.shutdownAt().ifPresent(end -> body.put("shutdown_at", end.toString()));
        return LABELLED;
    }

    private static String moved(ObjectNode body, AliasMove move) {
        body.put("alias", move.alias().name())
                .put("from", textOf(move.from()))
                .put("to", textOf(move.to()))
                .put("kind", KINDS.of(move.kind()));
        move.decision().ifPresent(decision -> decision(MOVED, body.putObject("decision"), decision));
        return MOVED;
    }

    private static String decision(String type, ObjectNode body, PromotionDecision decision) {
        body.put("version", decision.version().toString())
                .put("alias", decision.alias().name())
                .put("against", textOf(decision.champion()))
                .put("promoted", decision.promoted())
                .put("override_reason", decision.overrideReason().orElse(null));
        ArrayNode verdicts = body.putArray("verdicts");
        decision.verdicts()
                .forEach(verdict -> verdicts.addObject()
                        .put("gate", verdict.gate())
                        .put("passed", verdict.passed())
                        .put("evidence", verdict.evidence()));
        return type;
    }

    private static @Nullable String textOf(Optional<SemanticVersion> version) {
        return version.map(SemanticVersion::toString).orElse(null);
    }

    /**
     * The event in an entry; empty for a type that this version does not know.
     *
     * @throws IllegalArgumentException if a known type lacks what it must have
     */
    public static Optional<RegistryEvent> read(JournalEntry entry) {
        return switch (entry.type()) {
            case MOVED, REFUSED -> Optional.of(readMove(entry, StoredJson.parse(entry.body())));
            case REGISTERED, SCORED, LABELLED, APPROVED, STATUS ->
                Optional.of(readVersion(entry, StoredJson.parse(entry.body())));
            default -> Optional.empty();
        };
    }

    private static RegistryEvent readMove(JournalEntry entry, JsonNode body) {
        String name = StoredJson.text(body, "name");
        Author by = VersionJson.by(body.path("by"));
        if (entry.type().equals(REFUSED)) {
            return new PromotionRefused(readDecision(name, by, entry.at(), body));
        }
        JsonNode decision = body.get("decision");
        AliasMove.Builder move = AliasMove.builder(
                Alias.of(StoredJson.text(body, "alias")),
                KINDS.find(StoredJson.text(body, "kind")).orElse(AliasMove.Kind.ASSIGNMENT));
        optionalVersion(body, "from").ifPresent(move::from);
        optionalVersion(body, "to").ifPresent(move::to);
        if (decision != null) {
            move.decision(readDecision(name, by, entry.at(), decision));
        }
        return new AliasMoved(name, move.build(), by, entry.at());
    }

    private static PromotionDecision readDecision(String name, Author by, Instant at, JsonNode body) {
        List<GateVerdict> verdicts = StoredJson.list(
                body,
                "verdicts",
                verdict -> new GateVerdict(
                        StoredJson.text(verdict, "gate"),
                        verdict.path("passed").booleanValue(),
                        StoredJson.text(verdict, "evidence")));
        PromotionDecision.Builder decision = PromotionDecision.builder(
                        name, version(body), Alias.of(StoredJson.text(body, "alias")), by, at)
                .promoted(body.path("promoted").booleanValue())
                .verdicts(verdicts);
        optionalVersion(body, "against").ifPresent(decision::champion);
        StoredJson.ifText(body, "override_reason", decision::overrideReason);
        return decision.build();
    }

    private static RegistryEvent readVersion(JournalEntry entry, JsonNode body) {
        if (entry.type().equals(REGISTERED)) {
            return new VersionRegistered(VersionJson.read(body));
        }
        String name = StoredJson.text(body, "name");
        Author by = VersionJson.by(body.path("by"));
        SemanticVersion version = version(body);
        return switch (entry.type()) {
            case SCORED -> new VersionScored(name, version, ScoreCardJson.read(body, "score_cards"), by, entry.at());
            case STATUS -> new StatusChanged(name, version, VersionJson.status(body), by, entry.at());
            case APPROVED -> new VersionApproved(name, version, by, entry.at());
            default -> readLabelled(entry, body, version, by);
        };
    }

    private static RegistryEvent readLabelled(JournalEntry entry, JsonNode body, SemanticVersion version, Author by) {
        LabelChange.Builder change = LabelChange.builder()
                .added(new LinkedHashSet<>(StoredJson.list(body, "added", JsonNode::textValue)))
                .removed(new LinkedHashSet<>(StoredJson.list(body, "removed", JsonNode::textValue)))
                .metadata(StoredJson.map(body, "metadata", JsonNode::textValue));
        Instant shutdownAt = StoredJson.instantOrNull(body, "shutdown_at");
        if (shutdownAt != null) {
            change.shutdownAt(shutdownAt);
        }
        return new VersionLabelled(StoredJson.text(body, "name"), version, change.build(), by, entry.at());
    }

    private static SemanticVersion version(JsonNode body) {
        return SemanticVersion.parse(StoredJson.text(body, "version"));
    }

    private static Optional<SemanticVersion> optionalVersion(JsonNode body, String field) {
        return Optional.ofNullable(StoredJson.textOrNull(body, field)).map(SemanticVersion::parse);
    }
}
