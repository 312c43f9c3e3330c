package dev.finetuning.openweights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.openweights.export.ExportedModel;
import dev.finetuning.openweights.export.ModelExport;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingRequest;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One base model as a single file, in shards, as PyTorch's file and as shards of PyTorch's. */
@Tag("weights")
class BaseFormsRealTest {
    private static final List<String> FORMS = List.of("shards", "bin", "bin-shards");

    @TempDir
    private Path folder;

    private static TrainingJob trained(OpenWeightsPipeline pipeline, String base) {
        String rows = pipeline.upload(
                        TrainingData.of("rows", RealTrainer.support().subList(0, 16)))
                .id();
        LoraSettings settings =
                LoraSettings.builder().rank(4).learningRate(1e-2).build();
        return RealTrainer.finish(
                pipeline,
                pipeline.start(TrainingRequest.builder(base, rows)
                        .hyperparameters(
                                settings.hyperparameters().withEpochs(1).withBatchSize(4))
                        .build()));
    }

    @Test
    void base_inEveryForm_trainsAndExportsTheSame() throws Exception {
        Map<String, Object> files = Loaded.run(
                        "base_forms.py", RealTrainer.model(RealTrainer.TINY).toString(), folder.toString())
                .map();
        assertThat(files).containsEntry("bin", 1).containsEntry("bin-shards", 2);
        assertThat((Integer) files.get("shards")).isGreaterThan(1);
        OpenWeightsPipelineBuilder builder =
                RealTrainer.in(folder.resolve("pipeline")).threads(1);
        FORMS.forEach(form -> builder.baseModel(form, folder.resolve(form)));
        try (OpenWeightsPipeline pipeline = builder.build()) {
            TrainingJob expected = trained(pipeline, RealTrainer.TINY);
            ExportedModel merged =
                    pipeline.export(ModelExport.merged(expected.model().orElseThrow()), folder.resolve("merged"));
            Map<String, Object> hashes = new HashMap<>();
            hashes.put(RealTrainer.TINY, expected.provenance().get("base_model_sha256"));
            for (String form : FORMS) {
                TrainingJob job = trained(pipeline, form);
                ExportedModel same = pipeline.export(
                        ModelExport.merged(job.model().orElseThrow()), folder.resolve("merged-" + form));

                assertThat(job.provenance().get("adapter_sha256"))
                        .as(form)
                        .isEqualTo(expected.provenance().get("adapter_sha256"));
                assertThat(same.sha256()).as(form).isEqualTo(merged.sha256());
                assertThat(same.madeOf().get("base_model_sha256"))
                        .as(form)
                        .isEqualTo(job.provenance().get("base_model_sha256"));
                hashes.put(form, job.provenance().get("base_model_sha256"));
            }
            assertThat(hashes.values()).doesNotHaveDuplicates();
        }
    }
}
