package dev.finetuning.console.view;

import dev.finetuning.registry.AliasMove;
import dev.finetuning.registry.RegistryEvent;
import dev.finetuning.registry.promotion.GateVerdict;
import java.time.Instant;
import java.util.List;

/**
 * Something that happened to a model.
 *
 * @param at when
 * @param tone its colour
 * @param what in a sentence
 * @param who by whom
 * @param why the reason given
 * @param gates what the gates said, if they were asked
 */
public record TimelineEntry(Instant at, String tone, String what, String who, String why, List<GateVerdict> gates) {
    /** Copies the list. */
    public TimelineEntry {
        gates = List.copyOf(gates);
    }

    /** What templates show of it. */
    public static TimelineEntry of(RegistryEvent event) {
        if (event instanceof RegistryEvent.AliasMoved moved) {
            return moved(moved);
        }
        if (event instanceof RegistryEvent.PromotionRefused refused) {
            String what = refused.decision().version() + " was refused for "
                    + refused.decision().alias().name();
            return entry(event, "bad", what, refused.decision().verdicts());
        }
        if (event instanceof RegistryEvent.VersionRegistered registered) {
            return entry(event, "busy", registered.version().version() + " was registered", List.of());
        }
        return entry(event, "quiet", other(event), List.of());
    }

    private static TimelineEntry moved(RegistryEvent.AliasMoved event) {
        AliasMove move = event.move();
        String alias = move.alias().name();
        String to = move.to().map(Object::toString).orElse("nothing");
        List<GateVerdict> gates =
                move.decision().map(decision -> decision.verdicts()).orElse(List.of());
        return switch (move.kind()) {
            case PROMOTION -> {
                boolean overridden =
                        move.decision().map(decision -> decision.overridden()).orElse(false);
                String how = overridden ? " against its gates" : "";
                yield entry(event, overridden ? "warn" : "good", to + " was promoted to " + alias + how, gates);
            }
            case ROLLBACK -> entry(event, "warn", alias + " was rolled back to " + to, gates);
            case ASSIGNMENT -> entry(event, "quiet", alias + " was given to " + to, gates);
            case REMOVAL -> entry(event, "quiet", alias + " was removed", gates);
        };
    }

    private static String other(RegistryEvent event) {
        if (event instanceof RegistryEvent.StatusChanged changed) {
            return changed.version() + " is " + Show.word(changed.status());
        }
        if (event instanceof RegistryEvent.VersionScored scored) {
            return scored.version() + " was measured";
        }
        if (event instanceof RegistryEvent.VersionApproved approved) {
            return approved.version() + " was approved";
        }
        return "Labels were changed";
    }

    private static TimelineEntry entry(RegistryEvent event, String tone, String what, List<GateVerdict> gates) {
        return new TimelineEntry(
                event.at(), tone, what, event.by().who(), event.by().why(), gates);
    }
}
