package dev.finetuning.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingJob;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several pipelines on one folder at the same time. */
class SharedFolderTest {
    private static final int THREADS = 6;

    @TempDir
    Path folder;

    private <T> List<T> atOnce(Callable<T> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(Collections.nCopies(THREADS, work))) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void upload_ofTheSameContentAtOnce_isOneFile() throws Exception {
        List<String> ids = atOnce(() -> {
            try (LocalTrainingPipeline pipeline = Tuning.pipeline(folder)) {
                return Tuning.upload(pipeline, Tuning.questions(50, 0, 1)).id();
            }
        });

        assertThat(new HashSet<>(ids)).hasSize(1);
        try (LocalTrainingPipeline pipeline = Tuning.pipeline(folder)) {
            assertThat(pipeline.files().list()).extracting(TrainingFile::id).containsExactly(ids.get(0));
        }
        try (Stream<Path> left = Files.list(folder.resolve("files"))) {
            assertThat(left).hasSize(2);
        }
    }

    @Test
    void jobs_trainedWhileOthersLook_allSucceed() throws Exception {
        List<String> ids = atOnce(() -> {
            try (LocalTrainingPipeline pipeline = Tuning.pipeline(folder)) {
                String id = Tuning.train(pipeline, "local", Tuning.questions(40, 0, 1), 3)
                        .id();
                try (Stream<TrainingJob> all = pipeline.jobs(JobQuery.ALL)) {
                    assertThat(all).noneMatch(job -> job.status().phase() == JobPhase.FAILED);
                }
                return id;
            }
        });

        try (LocalTrainingPipeline pipeline = Tuning.pipeline(folder);
                Stream<TrainingJob> all = pipeline.jobs(JobQuery.ALL)) {
            Set<String> succeeded = new HashSet<>();
            all.filter(job -> job.status().phase() == JobPhase.SUCCEEDED).forEach(job -> succeeded.add(job.id()));
            assertThat(succeeded).containsExactlyInAnyOrderElementsOf(ids);
            assertThat(pipeline.models().list()).hasSize(THREADS);
        }
    }
}
