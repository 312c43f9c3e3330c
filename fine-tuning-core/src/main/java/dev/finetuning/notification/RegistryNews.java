package dev.finetuning.notification;

import dev.finetuning.registry.AliasMove;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.RegistryEvent;
import dev.finetuning.registry.RegistryEvent.AliasMoved;
import dev.finetuning.registry.RegistryEvent.PromotionRefused;
import dev.finetuning.registry.RegistryEvent.StatusChanged;
import dev.finetuning.registry.RegistryEvent.VersionLabelled;
import dev.finetuning.registry.RegistryEvent.VersionRegistered;
import dev.finetuning.registry.RegistryView;
import dev.finetuning.registry.promotion.PromotionDecision;
import dev.finetuning.registry.version.SemanticVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What there is to tell of versions and aliases. An event is known by its number in the registry's history. */
final class RegistryNews implements NotificationSource {
    private final ModelRegistry registry;
    private @Nullable RegistryView seen;
    private List<Notification> news = List.of();

    RegistryNews(ModelRegistry registry) {
        this.registry = registry;
    }

    @Override
    public synchronized List<Notification> since(Instant from) {
        RegistryView now = registry.view();
        if (now != seen) {
            news = read(from);
            seen = now;
        }
        return news.stream().filter(each -> !each.at().isBefore(from)).toList();
    }

    private List<Notification> read(Instant from) {
        List<Notification> found = new ArrayList<>();
        int[] number = {0};
        registry.history(event -> {
            String id = "registry/" + number[0]++;
            if (!event.at().isBefore(from)) {
                of(id, event).ifPresent(found::add);
            }
        });
        return List.copyOf(found);
    }

    private static Optional<Notification> of(String id, RegistryEvent event) {
        if (event instanceof VersionRegistered registered) {
            return Optional.of(news(id, NotificationTopic.VERSION, event)
                    .with("version", registered.version().version().toString()));
        } else if (event instanceof AliasMoved moved) {
            return Optional.of(moved(id, moved));
        } else if (event instanceof PromotionRefused refused) {
            PromotionDecision decision = refused.decision();
            return Optional.of(news(id, NotificationTopic.PROMOTION, event)
                    .with("version", decision.version().toString())
                    .with("alias", decision.alias().toString()));
        } else if (event instanceof StatusChanged changed) {
            return Optional.of(news(id, NotificationTopic.VERSION, event)
                    .with("version", changed.version().toString())
                    .with("status", changed.status().name().toLowerCase(Locale.ROOT)));
        } else if (event instanceof VersionLabelled labelled) {
            return labelled.change()
                    .shutdownAt()
                    .map(date -> news(id, NotificationTopic.RETIREMENT, event)
                            .with("version", labelled.version().toString())
                            .with("shutdownAt", date.toString()));
        }
        return Optional.empty();
    }

    private static Notification moved(String id, AliasMoved event) {
        AliasMove move = event.move();
        boolean back = move.kind() == AliasMove.Kind.ROLLBACK;
        return news(id, back ? NotificationTopic.ROLLBACK : NotificationTopic.PROMOTION, event)
                .with("alias", move.alias().toString())
                .with("from", move.from().map(SemanticVersion::toString).orElse(""))
                .with("to", move.to().map(SemanticVersion::toString).orElse(""));
    }

    private static Notification news(String id, NotificationTopic topic, RegistryEvent event) {
        return Notification.of(id, topic, event.name(), event.summary(), event.at())
                .with("by", event.by().who());
    }

    @Override
    public String toString() {
        return "the registry";
    }
}
