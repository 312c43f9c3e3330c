package dev.finetuning.openweights.internal;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Folders of this machine that another one sees under other paths. Immutable. */
public final class SeenFolders {
    private final Map<Path, String> folders;

    private SeenFolders(Map<Path, String> folders) {
        this.folders = folders;
    }

    /** Each folder with its path on the other machine; the first that holds a place counts. */
    public static SeenFolders of(Map<Path, String> folders) {
        Map<Path, String> absolute = new LinkedHashMap<>();
        folders.forEach((here, there) -> absolute.put(here.toAbsolutePath(), there.replaceFirst("/+$", "")));
        return new SeenFolders(absolute);
    }

    /** What the other machine calls a place; its path here unless one of the folders holds it. */
    public String seen(Path place) {
        Path absolute = place.toAbsolutePath();
        return folders.entrySet().stream()
                .filter(folder -> absolute.startsWith(folder.getKey()))
                .map(folder -> join(folder.getValue(), folder.getKey().relativize(absolute)))
                .findFirst()
                .orElse(absolute.toString());
    }

    private static String join(String folder, Path below) {
        StringBuilder path = new StringBuilder(folder);
        below.forEach(name -> path.append(name.toString().isEmpty() ? "" : "/").append(name));
        return path.toString();
    }
}
