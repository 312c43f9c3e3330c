package dev.finetuning.console.work;

import dev.finetuning.console.shelf.LogSource;
import dev.finetuning.journal.Journal;
import dev.finetuning.notification.NotificationReceiver;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What all workspaces share.
 *
 * @param folder where datasets, evaluations and local models are, with a folder for each tenant
 * @param journal where everything is recorded
 * @param provider who trains
 * @param maxUpload the most bytes of an upload
 * @param minimumScore what a new version must reach, from 0 to 1
 * @param logs the operator's database with logs of conversations, if there is one
 * @param receiver who is told what happens, if anybody is
 */
public record WorkspaceSettings(
        Path folder,
        Journal journal,
        ConsoleProvider provider,
        long maxUpload,
        double minimumScore,
        Optional<LogSource> logs,
        Optional<NotificationReceiver> receiver) {}
