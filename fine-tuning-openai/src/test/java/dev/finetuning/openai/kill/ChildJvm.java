package dev.finetuning.openai.kill;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * JVMs that start as quickly as they can: folders of classes are packed into jars, because only classes
 * from jars can be shared, and the classes that a first JVM loaded are mapped by all later ones.
 */
final class ChildJvm {
    private final Path archive;
    private final String classPath;

    private ChildJvm(Path archive, String classPath) {
        this.archive = archive;
        this.classPath = classPath;
    }

    /** With this JVM's class path, keeping jars and archive in a folder. */
    static ChildJvm in(Path folder) throws IOException {
        Files.createDirectories(folder);
        List<String> entries = new ArrayList<>();
        String own = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        for (String entry : own.split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            entries.add(Files.isDirectory(path) ? jar(path, folder.resolve(entries.size() + ".jar")) : entry);
        }
        return new ChildJvm(folder.resolve("classes.jsa"), String.join(File.pathSeparator, entries));
    }

    private static String jar(Path folder, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.filter(Files::isRegularFile).sorted().toList()) {
                out.putNextEntry(new ZipEntry(folder.relativize(path).toString().replace(File.separatorChar, '/')));
                Files.copy(path, out);
            }
        }
        return jar.toString();
    }

    /** The command up to the main class; the first process to end leaves the archive for all later ones. */
    List<String> command() {
        boolean first = !Files.exists(archive);
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Xshare:auto",
                (first ? "-XX:ArchiveClassesAtExit=" : "-XX:SharedArchiveFile=") + archive,
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "-cp",
                classPath);
    }
}
