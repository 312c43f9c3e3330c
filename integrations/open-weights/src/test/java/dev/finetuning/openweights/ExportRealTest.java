package dev.finetuning.openweights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.finetuning.adapter.WireObject;
import dev.finetuning.openweights.export.ExportedModel;
import dev.finetuning.openweights.export.ModelExport;
import dev.finetuning.openweights.export.WeightPrecision;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Merged models of the real trainer, loaded by transformers without PEFT. */
@Tag("weights")
class ExportRealTest {
    private static final String QUESTION = "Where is my parcel?";
    /**
     * How far logits may be apart, as a share of the largest: merged weights are sums rounded to 32 bits (2^-24), and
     * each logit sums a few hundred products of them in every layer.
     */
    private static final double TOLERANCE = 1e-5;

    @TempDir
    private static Path folder;

    private static OpenWeightsPipeline pipeline;
    private static String model = "";

    @BeforeAll
    static void train() {
        pipeline = RealTrainer.in(folder.resolve("pipeline")).threads(1).build();
        model = trained(LoraSettings.builder().rank(8).learningRate(1e-2).build());
    }

    private static String trained(LoraSettings settings) {
        String rows = pipeline.upload(
                        TrainingData.of("rows", RealTrainer.support().subList(0, 48)))
                .id();
        TrainingJob job = RealTrainer.finish(
                pipeline,
                pipeline.start(TrainingRequest.builder(RealTrainer.TINY, rows)
                        .hyperparameters(
                                settings.hyperparameters().withEpochs(2).withBatchSize(4))
                        .seed(15)
                        .build()));
        return job.model().orElseThrow();
    }

    @AfterAll
    static void close() {
        if (pipeline != null) {
            pipeline.close();
        }
    }

    private static void requireSameAnswer(String trained, Path merged) throws Exception {
        Path base = RealTrainer.model(RealTrainer.TINY);
        WireObject expected = Loaded.look(
                "answer",
                base.toString(),
                QUESTION,
                pipeline.adapterFolder(trained).toString());
        WireObject actual = Loaded.look("answer", merged.toString(), QUESTION);
        WireObject untrained = Loaded.look("answer", base.toString(), QUESTION);

        double[] right = Loaded.logits(expected);
        double largest = Loaded.largest(right);
        double apart = Loaded.distance(right, Loaded.logits(actual));
        System.out.printf(
                "logits: largest %.3f, merged differs by %.2g, the base by %.2g%n",
                largest, apart, Loaded.distance(right, Loaded.logits(untrained)));
        assertThat(apart).isLessThan(TOLERANCE * largest);
        assertThat(Loaded.distance(right, Loaded.logits(untrained))).isGreaterThan(0.1 * largest);
        assertThat(actual.text("text")).isEqualTo(expected.text("text"));
        assertThat(actual.map()).containsEntry("tied", true).containsEntry("dtype", "float32");
    }

    @Test
    void merged_loadedWithoutPeft_answersAsBaseAndAdapter() throws Exception {
        Path target = folder.resolve("merged");

        ExportedModel exported = pipeline.export(ModelExport.merged(model), target, System.out::println);

        requireSameAnswer(model, target);
        Path base = RealTrainer.model(RealTrainer.TINY);
        assertThat(Loaded.look("tensors", target.toString()).map().keySet())
                .as("tied embeddings are there once, as in the base model")
                .isEqualTo(Loaded.look("tensors", base.toString()).map().keySet());
        assertThat(Files.readString(target.resolve("generation_config.json")))
                .isEqualTo(Files.readString(base.resolve("generation_config.json")));
        assertThat(target.resolve("tokenizer.json")).hasSameBinaryContentAs(base.resolve("tokenizer.json"));
        assertThat(config(target)).isEqualTo(config(base));
        assertThat(exported.madeOf())
                .containsEntry(
                        "base_model_sha256", pipeline.job(model).provenance().get("base_model_sha256"))
                .containsEntry(
                        "adapter_sha256", pipeline.job(model).provenance().get("adapter_sha256"));
        assertThat(allText(target)).doesNotContain(folder.toString());
    }

    private static Map<String, Object> config(Path place) throws IOException {
        return WireObject.parse(Files.readAllBytes(place.resolve("config.json")))
                .map();
    }

    private static String allText(Path place) throws IOException {
        return Files.readString(place.resolve("config.json"))
                + Files.readString(place.resolve("fine_tuning_export.json"))
                + Files.readString(place.resolve("tokenizer_config.json"));
    }

    @Test
    void merged_rankStabilised_answersAsBaseAndAdapter() throws Exception {
        Path target = folder.resolve("stabilised");
        String other = trained(LoraSettings.builder()
                .rank(8)
                .learningRate(1e-2)
                .rankStabilised(true)
                .build());

        pipeline.export(ModelExport.merged(other), target);

        requireSameAnswer(other, target);
    }

    @Test
    void ggufAdapter_byLlamaCppsConverter_holdsTheMatricesAndTheirScale() throws Exception {
        assumeTrue(Files.exists(RealLlamaServer.SOURCES), "SKIPPED: there are no sources of llama.cpp");
        String other =
                trained(LoraSettings.builder().rank(16).rankStabilised(true).build());
        Path plain = folder.resolve("plain.gguf");
        Path stabilised = folder.resolve("stabilised.gguf");

        pipeline.export(ModelExport.ggufAdapter(model, RealLlamaServer.SOURCES), plain);
        pipeline.export(ModelExport.ggufAdapter(other, RealLlamaServer.SOURCES), stabilised);

        Map<String, Object> told = Loaded.look(
                        "lora", plain.toString(), pipeline.adapterFolder(model).toString())
                .map();
        // llama.cpp orders the rows of q and k in another way; so do the second matrices of two layers
        assertThat(told).containsEntry("matrices", 28).containsEntry("same", 24);
        assertThat(alpha(told)).isEqualTo(configured(model, "lora_alpha"));
        // llama.cpp scales by alpha / rank
        assertThat(alpha(Loaded.look(
                                "lora",
                                stabilised.toString(),
                                pipeline.adapterFolder(other).toString())
                        .map()))
                .isEqualTo(configured(other, "lora_alpha") * Math.sqrt(configured(other, "r")));
    }

    private static double alpha(Map<String, Object> told) {
        return ((Number) told.get("alpha")).doubleValue();
    }

    private static double configured(String trained, String name) throws IOException {
        return WireObject.parse(
                        Files.readAllBytes(pipeline.adapterFolder(trained).resolve("adapter_config.json")))
                .integer(name)
                .orElseThrow();
    }

    @Test
    void merged_twice_isTheSameBytes() throws Exception {
        Path one = folder.resolve("one");
        Path two = folder.resolve("two");

        String first = pipeline.export(ModelExport.merged(model), one).sha256();
        String second = pipeline.export(ModelExport.merged(model), two).sha256();

        assertThat(second).isEqualTo(first);
        assertThat(Files.readString(two.resolve("fine_tuning_export.json")))
                .isEqualTo(Files.readString(one.resolve("fine_tuning_export.json")));
    }

    @Test
    void merged_in16Bits_isEachSumRoundedOnce() throws Exception {
        Path exact = folder.resolve("exact");
        Path rounded = folder.resolve("rounded");
        pipeline.export(ModelExport.merged(model).withPrecision(WeightPrecision.FP32), exact);

        pipeline.export(ModelExport.merged(model).withPrecision(WeightPrecision.BF16), rounded);

        Map<String, Object> expected = Loaded.look("tensors", exact.toString()).map();
        Map<String, Object> actual = Loaded.look("tensors", rounded.toString()).map();
        assertThat(expected.values()).allMatch(each -> String.valueOf(each).startsWith("float32 "));
        assertThat(actual).hasSameSizeAs(expected);
        actual.forEach((name, told) ->
                assertThat(told).isEqualTo(String.valueOf(expected.get(name)).replace("float32", "bfloat16")));
        assertThat(config(rounded)).containsEntry("dtype", "bfloat16");
        assertThat(Loaded.look("answer", rounded.toString(), QUESTION).text("dtype"))
                .contains("bfloat16");
    }
}
