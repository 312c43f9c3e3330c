package dev.finetuning.routing;

import dev.finetuning.registry.version.Alias;

/**
 * A version, as reached through one of its aliases.
 *
 * @param versionId the version's id: {@code support-bot@1.4.2}
 * @param alias the alias
 */
public record Arm(String versionId, Alias alias) {}
