package dev.finetuning.openweights;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.FineTuningException;
import dev.finetuning.openweights.export.ExportedModel;
import dev.finetuning.openweights.export.ModelExport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The hash of a base model covers each of its weight files, however they are stored. */
class BaseWeightsTest {
    @TempDir
    private Path folder;

    private Exporter exporter;
    private Path base;

    @BeforeEach
    void train() throws IOException {
        exporter = new Exporter(folder);
        base = folder.resolve("base");
        Files.delete(base.resolve("model.safetensors"));
        Files.delete(base.resolve("pytorch_model.bin"));
        Files.writeString(base.resolve("training_args.bin"), "no weights");
    }

    @AfterEach
    void close() {
        if (exporter != null) {
            exporter.close();
        }
    }

    private ExportedModel export() {
        return exporter.export(
                ModelExport.gguf(FakeTrainer.BASE, FakeLlama.in(folder.resolve("llama"))), exporter.out("base.gguf"));
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model.safetensors",
                "model-00001-of-00002.safetensors model-00002-of-00002.safetensors model.safetensors.index.json",
                "pytorch_model.bin",
                "pytorch_model-00001-of-00002.bin pytorch_model-00002-of-00002.bin pytorch_model.bin.index.json"
            })
    void hash_ofABase_isThatOfWhatSha256sumPrintsOfItsWeights(String names) throws Exception {
        StringBuilder lines = new StringBuilder();
        for (String name : List.of(names.split(" ", -1))) {
            Files.write(
                    base.resolve(name), Exporter.safetensors("data of " + name).getBytes(ISO_8859_1));
            lines.append(sha256(Files.readAllBytes(base.resolve(name))))
                    .append("  ")
                    .append(name)
                    .append('\n');
        }

        ExportedModel exported = export();

        assertThat(exported.madeOf())
                .containsEntry("base_model_sha256", sha256(lines.toString().getBytes(UTF_8)));
    }

    @Test
    void base_withoutWeights_isATypedFailureThatSaysSo() {
        assertThatThrownBy(this::export)
                .isInstanceOf(FineTuningException.class)
                .hasMessageContaining("neither *.safetensors nor pytorch_model*.bin");
    }
}
