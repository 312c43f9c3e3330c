package dev.finetuning.registry;

import dev.finetuning.registry.RegistryEvent.AliasMoved;
import dev.finetuning.registry.RegistryEvent.PromotionRefused;
import dev.finetuning.registry.RegistryEvent.VersionRegistered;
import dev.finetuning.registry.version.SemanticVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an operator wants to read of the changes that this process makes. */
final class RegistryLog {
    private static final Logger LOG = LoggerFactory.getLogger(ModelRegistry.class);
    private static final String NOWHERE = "no version";

    private RegistryLog() {}

    static void tell(RegistryEvent event) {
        if (event instanceof VersionRegistered registered) {
            LOG.info(
                    "{} is registered: model {}",
                    registered.version().id(),
                    registered.version().modelId());
        } else if (event instanceof AliasMoved moved) {
            AliasMove move = moved.move();
            LOG.info(
                    "{}: {} moved from {} to {} ({}, by {})",
                    moved.name(),
                    move.alias(),
                    move.from().map(SemanticVersion::toString).orElse(NOWHERE),
                    move.to().map(SemanticVersion::toString).orElse(NOWHERE),
                    move.kind(),
                    moved.by().who());
        } else if (event instanceof PromotionRefused refused) {
            LOG.info(
                    "{}: version {} was refused as {} by the gates",
                    refused.name(),
                    refused.decision().version(),
                    refused.decision().alias());
        }
    }
}
