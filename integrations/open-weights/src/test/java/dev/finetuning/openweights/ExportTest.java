package dev.finetuning.openweights;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.adapter.WireObject;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.openweights.export.ExportedModel;
import dev.finetuning.openweights.export.GgufType;
import dev.finetuning.openweights.export.ModelExport;
import dev.finetuning.openweights.export.WeightPrecision;
import dev.finetuning.provider.NotFoundException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.Registration;
import dev.finetuning.registry.version.ModelCard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an export writes, finds again and refuses. */
class ExportTest {
    @TempDir
    private Path folder;

    private Exporter exporter;
    private String model;
    private Path target;

    @BeforeEach
    void train() throws IOException {
        exporter = new Exporter(folder);
        model = exporter.model;
        target = exporter.out("support");
    }

    @AfterEach
    void close() {
        if (exporter != null) {
            exporter.close();
        }
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private ModelCard card() {
        return ModelCard.of(
                JournaledModelRegistry.open(new InMemoryJournal()).register(Registration.ofModel("support", model)));
    }

    @Test
    void merged_model_isWeightsWithTheBasesOwnFilesTheCardAndARecord() throws Exception {
        ModelCard card = card();

        ExportedModel exported = exporter.export(
                ModelExport.merged(model).withPrecision(WeightPrecision.BF16).withCard(card), target);

        Map<String, String> files = Exporter.files(target);
        assertThat(files)
                .containsOnlyKeys(
                        "LICENSE",
                        "README.md",
                        "chat_template.jinja",
                        "config.json",
                        "fine_tuning_export.json",
                        "generation_config.json",
                        "model.safetensors",
                        "tokenizer.json")
                .containsEntry("README.md", card.markdown())
                .containsEntry("generation_config.json", "{\"temperature\": 0.6}");
        assertThat(WireObject.parse(files.get("config.json").getBytes(UTF_8)).map())
                .isEqualTo(Map.of("model_type", "fake", "torch_dtype", "bfloat16", "vocab_size", 7));
        String weights = sha256(Files.readAllBytes(target.resolve("model.safetensors")));
        assertThat(exported.path()).isEqualTo(target);
        assertThat(exported.written()).isTrue();
        assertThat(exported.sha256()).isEqualTo(sha256((weights + "  model.safetensors\n").getBytes(UTF_8)));
        files.remove("fine_tuning_export.json");
        assertThat(exported.bytes())
                .isEqualTo(files.keySet().stream()
                        .mapToLong(name -> target.resolve(name).toFile().length())
                        .sum());
        assertThat(exporter.steps).contains("loading", "merging", "hashing");
        assertThat(exporter.outside()).containsExactly("support");
        assertThat(exporter.trainer.root().resolve("exports")).isEmptyDirectory();
    }

    @Test
    void record_ofAnExport_namesBaseAndAdapterByTheirHashes() throws Exception {
        ExportedModel exported = exporter.export(ModelExport.merged(model), target);

        WireObject record = WireObject.parse(Files.readAllBytes(target.resolve("fine_tuning_export.json")));
        String base = sha256(Files.readAllBytes(folder.resolve("base/model.safetensors")));
        String adapter =
                sha256(Files.readAllBytes(exporter.pipeline.adapterFolder(model).resolve("adapter_model.safetensors")));
        assertThat(exported.madeOf())
                .containsOnlyKeys("kind", "base_model_sha256", "adapter_sha256", "precision")
                .containsEntry("base_model_sha256", sha256((base + "  model.safetensors\n").getBytes(UTF_8)))
                .containsEntry("adapter_sha256", adapter)
                .containsEntry("precision", "base");
        assertThat(record.object("of").map()).isEqualTo(exported.madeOf());
        assertThat(record.text("model")).contains(model);
        assertThat(record.text("base_model")).contains(FakeTrainer.BASE);
        assertThat(record.text("sha256")).contains(exported.sha256());
        assertThat(record.object("files").objects()).containsKeys("model.safetensors", "config.json");
    }

    @Test
    void export_again_isFoundAndElsewhereTheSameBytes() throws Exception {
        ExportedModel first = exporter.export(ModelExport.merged(model), target);
        Object written = Files.getLastModifiedTime(target.resolve("model.safetensors"));

        ExportedModel second = exporter.export(ModelExport.merged(model), target);
        assertThat(second.written()).isFalse();
        assertThat(second.sha256()).isEqualTo(first.sha256());
        assertThat(second.bytes()).isEqualTo(first.bytes());
        assertThat(exporter.steps).containsExactly("reading", "checking");
        assertThat(Files.getLastModifiedTime(target.resolve("model.safetensors")))
                .isEqualTo(written);

        exporter.export(ModelExport.merged(model), exporter.out("other"));
        assertThat(Exporter.files(exporter.out("other"))).isEqualTo(Exporter.files(target));
    }

    @Test
    void export_ontoAnotherOne_isRefusedAndLeavesIt() throws Exception {
        exporter.export(ModelExport.merged(model), target);
        Map<String, String> before = Exporter.files(target);

        assertThatThrownBy(() -> exporter.export(ModelExport.merged(model).withPrecision(WeightPrecision.FP16), target))
                .isInstanceOf(RequestRejectedException.class)
                .hasMessageContaining(target + " exists with other content: it differs in precision; remove it");
        assertThat(Exporter.files(target)).isEqualTo(before);
    }

    @Test
    void export_ontoOneThatWasChanged_isRefused() throws Exception {
        exporter.export(ModelExport.merged(model), target);
        Files.writeString(target.resolve("tokenizer.json"), "[]");

        assertThatThrownBy(() -> exporter.export(ModelExport.merged(model), target))
                .isInstanceOf(RequestRejectedException.class)
                .hasMessageContaining("tokenizer.json was changed since it was written");
    }

    @Test
    void export_ontoSomethingElse_isRefused() throws Exception {
        Files.createDirectories(target);
        Files.writeString(target.resolve("thesis.txt"), "years of work");
        Path aside = exporter.out("draft.part");
        Files.createDirectories(aside);
        Files.writeString(aside.resolve("thesis.txt"), "more years of work");

        assertThatThrownBy(() -> exporter.export(ModelExport.merged(model), target))
                .isInstanceOf(RequestRejectedException.class)
                .hasMessageContaining("it is no export of this library");
        assertThatThrownBy(() -> exporter.export(ModelExport.merged(model), exporter.out("draft")))
                .isInstanceOf(RequestRejectedException.class)
                .hasMessageContaining("draft.part, where the export would be written, holds something else");
        assertThat(Exporter.files(target)).containsOnlyKeys("thesis.txt");
        assertThat(Exporter.files(aside)).containsOnlyKeys("thesis.txt");
    }

    @Test
    void export_intoAnEmptyFolder_isWritten() throws Exception {
        Files.createDirectories(target);

        assertThat(exporter.export(ModelExport.merged(model), target).written()).isTrue();
        assertThat(target.resolve("config.json")).exists();
    }

    @Test
    void export_whereNothingCanBeWritten_isRefused() throws Exception {
        Files.createDirectories(exporter.out(""));
        Files.writeString(exporter.out("file"), "");

        assertThatThrownBy(() -> exporter.export(ModelExport.merged(model), exporter.out("file/support")))
                .isInstanceOf(RequestRejectedException.class)
                .hasMessageContaining("file/support cannot be written");
    }

    @Test
    void export_ofWhatIsNoAdapter_isRefused() {
        Path llama = FakeLlama.in(folder.resolve("llama"));

        assertThatThrownBy(() -> exporter.export(ModelExport.merged(FakeTrainer.BASE), target))
                .isInstanceOf(RequestRejectedException.class)
                .hasMessageContaining("tiny is a base model and has no adapter");
        assertThatThrownBy(() -> exporter.export(ModelExport.ggufAdapter(FakeTrainer.BASE, llama), target))
                .isInstanceOf(RequestRejectedException.class);
        assertThatThrownBy(() -> exporter.export(ModelExport.merged("ow-9"), target))
                .isInstanceOf(NotFoundException.class);
    }

    private static WireObject told(Path gguf) throws IOException {
        String text = Files.readString(gguf);
        assertThat(text).startsWith("GGUF");
        return WireObject.parse(text.substring(4).getBytes(UTF_8));
    }

    @Test
    void gguf_ofAModel_isConvertedFromTheMergedOne() throws Exception {
        Path llama = FakeLlama.in(folder.resolve("llama"));
        Path file = exporter.out("support.gguf");

        ExportedModel exported = exporter.export(ModelExport.gguf(model, llama).withType(GgufType.Q8_0), file);

        exporter.export(ModelExport.merged(model), target);
        WireObject told = told(file);
        assertThat(told.text("type")).contains("q8_0");
        assertThat(told.text("name")).contains(model);
        assertThat(told.map().get("weights").toString())
                .contains(sha256(Files.readAllBytes(target.resolve("model.safetensors"))));
        assertThat(exported.sha256()).isEqualTo(sha256(Files.readAllBytes(file)));
        assertThat(exported.bytes()).isEqualTo(Files.size(file));
        assertThat(exported.madeOf()).containsKeys("converter_sha256").containsEntry("type", "q8_0");
        assertThat(exporter.outside()).containsExactly("support", "support.gguf", "support.gguf.json");

        assertThat(exporter.export(ModelExport.gguf(model, llama).withType(GgufType.Q8_0), file)
                        .written())
                .isFalse();
        assertThatThrownBy(() -> exporter.export(ModelExport.gguf(model, llama), file))
                .isInstanceOf(RequestRejectedException.class)
                .hasMessageContaining("it differs in type");
        FakeLlama.converter(llama, "convert_helper.py", "# a later version");
        assertThatThrownBy(() -> exporter.export(ModelExport.gguf(model, llama).withType(GgufType.Q8_0), file))
                .isInstanceOf(RequestRejectedException.class)
                .hasMessageContaining("it differs in converter_sha256");
    }

    @Test
    void gguf_ofABaseModel_isConvertedAsItIs() throws Exception {
        Path llama = FakeLlama.in(folder.resolve("llama"));
        Path file = exporter.out("base.gguf");

        exporter.export(ModelExport.gguf(FakeTrainer.BASE, llama), file);

        assertThat(told(file).map().get("weights").toString())
                .contains(sha256(Files.readAllBytes(folder.resolve("base/model.safetensors"))));
        assertThat(exporter.steps).doesNotContain("merging");
    }

    @Test
    void ggufAdapter_scaledByTheRootOfItsRank_getsTheAlphaThatScalesTheSame() throws Exception {
        Path llama = FakeLlama.in(folder.resolve("llama"));
        Path config = exporter.pipeline.adapterFolder(model).resolve("adapter_config.json");

        Files.writeString(config, "{\"r\": 16, \"lora_alpha\": 32, \"use_rslora\": false}");
        exporter.export(ModelExport.ggufAdapter(model, llama), exporter.out("plain.gguf"));
        Files.writeString(config, "{\"r\": 16, \"lora_alpha\": 32, \"use_rslora\": true}");
        exporter.export(ModelExport.ggufAdapter(model, llama), exporter.out("stabilised.gguf"));

        assertThat(told(exporter.out("plain.gguf")).map())
                .containsEntry("alpha", 32)
                .containsEntry("type", "f32");
        // 32 / sqrt(16) = 128 / 16
        assertThat(told(exporter.out("stabilised.gguf")).map()).containsEntry("alpha", 128.0);
    }

    @Test
    void gguf_whereThereIsNoConverter_isRefusedAtOnce() {
        assertThatThrownBy(() -> ModelExport.gguf(model, folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there is no convert_hf_to_gguf.py in " + folder);
        assertThatThrownBy(() -> ModelExport.ggufAdapter(model, folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("convert_lora_to_gguf.py");
    }
}
