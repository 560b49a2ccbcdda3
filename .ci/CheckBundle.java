import java.io.DataInputStream;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;

/**
 * Checks what a release would publish, on the files themselves, and prints each module as it is in its jar.
 *
 * <p>Arguments: the folder of the bundle; then {@code signed}, if each file must have a signature.
 */
class CheckBundle {
    private static final int JAVA_17 = 61;

    /** What a module may need at run time only if its user has it. */
    private static final Set<String> OPTIONAL =
            Set.of("org.jspecify", "jdk.jfr", "org.junit.platform.launcher", "com.tngtech.archunit.junit5.api");

    private final List<String> problems = new ArrayList<>();
    private final XPath xpath = XPathFactory.newInstance().newXPath();
    private final Path bundle;
    private final boolean signed;

    private CheckBundle(Path bundle, boolean signed) {
        this.bundle = bundle;
        this.signed = signed;
    }

    public static void main(String[] arguments) throws Exception {
        boolean signed = List.of(arguments).contains("signed");
        CheckBundle check = new CheckBundle(Path.of(arguments[0]), signed);
        check.everything();
        check.problems.forEach(problem -> System.err.println("wrong: " + problem));
        if (!check.problems.isEmpty()) {
            System.exit(1);
        }
    }

    private void everything() throws Exception {
        Path group = bundle.resolve("dev/muster");
        List<Path> artifacts;
        try (Stream<Path> below = Files.list(group)) {
            artifacts = below.sorted().toList();
        }
        expect(!artifacts.isEmpty(), "%s holds no artifacts", group);
        Set<String> withJar = new TreeSet<>();
        Set<String> managed = new TreeSet<>();
        for (Path artifact : artifacts) {
            String name = artifact.getFileName().toString();
            Path folder;
            try (Stream<Path> versions = Files.list(artifact)) {
                List<Path> all = versions.toList();
                expect(all.size() == 1, "%s has %d versions", name, all.size());
                folder = all.get(0);
            }
            String version = folder.getFileName().toString();
            String stem = name + "-" + version;
            Document pom = pom(folder.resolve(stem + ".pom"), name, version);
            List<String> files = new ArrayList<>(List.of(stem + ".pom"));
            if (text(pom, "/project/packaging").equals("pom")) {
                managed.addAll(managed(pom, version));
            } else {
                withJar.add(name);
                files.addAll(List.of(stem + ".jar", stem + "-sources.jar", stem + "-javadoc.jar"));
                jar(folder, stem, name, version);
            }
            complete(folder, files);
        }
        expect(managed.equals(withJar), "the bom names %s, but published are %s", managed, withJar);
        System.out.printf("published: %s%n", artifacts.stream().map(Path::getFileName).toList());
    }

    private Document pom(Path file, String name, String version) throws Exception {
        Document pom = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
        for (String element : List.of(
                "name", "description", "url", "licenses/license/name", "licenses/license/url", "developers/developer/name",
                "developers/developer/url", "scm/connection", "scm/developerConnection", "scm/url")) {
            expect(!text(pom, "/project/" + element).isBlank(), "%s: no <%s>", file.getFileName(), element);
        }
        for (String element : List.of("parent", "properties", "build", "profiles", "repositories", "distributionManagement")) {
            expect(count(pom, "/project/" + element) == 0, "%s: <%s> has no use for users", file.getFileName(), element);
        }
        expect(text(pom, "/project/groupId").equals("dev.muster"), "%s: wrong groupId", file.getFileName());
        expect(text(pom, "/project/artifactId").equals(name), "%s: wrong artifactId", file.getFileName());
        expect(text(pom, "/project/version").equals(version), "%s: wrong version", file.getFileName());
        expect(!Files.readString(file).contains("${"), "%s: a property was not resolved", file.getFileName());
        expect(!Files.readString(file).contains("SNAPSHOT"), "%s: names a snapshot", file.getFileName());
        expect(
                count(pom, "//dependency[scope='test']") == 0, "%s: has dependencies of tests", file.getFileName());
        expect(
                count(pom, "//dependency[scope='provided'][not(optional='true')]") == 0,
                "%s: what is provided should be optional too", file.getFileName());
        return pom;
    }

    private Set<String> managed(Document pom, String version) throws XPathExpressionException {
        Set<String> names = new TreeSet<>();
        String path = "/project/dependencyManagement/dependencies/dependency";
        for (int i = 1; i <= count(pom, path); i++) {
            String each = path + "[" + i + "]/";
            expect(text(pom, each + "groupId").equals("dev.muster"), "the bom names %s", text(pom, each + "groupId"));
            expect(text(pom, each + "version").equals(version), "the bom names %s", text(pom, each + "version"));
            names.add(text(pom, each + "artifactId"));
        }
        return names;
    }

    private void complete(Path folder, List<String> files) throws IOException, NoSuchAlgorithmException {
        Set<String> expected = new TreeSet<>();
        for (String file : files) {
            expected.add(file);
            if (signed) {
                expected.add(file + ".asc");
            }
            for (Map.Entry<String, String> sum : Map.of("md5", "MD5", "sha1", "SHA-1", "sha256", "SHA-256", "sha512", "SHA-512").entrySet()) {
                expected.add(file + "." + sum.getKey());
                Path stored = folder.resolve(file + "." + sum.getKey());
                if (Files.exists(stored)) {
                    byte[] digest = MessageDigest.getInstance(sum.getValue()).digest(Files.readAllBytes(folder.resolve(file)));
                    expect(
                            Files.readString(stored).strip().equals(HexFormat.of().formatHex(digest)),
                            "%s is not the sum of %s", stored.getFileName(), file);
                }
            }
        }
        Set<String> found;
        try (Stream<Path> below = Files.list(folder)) {
            found = below.map(each -> each.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
        expect(found.equals(expected), "%s holds %s, but should hold %s", folder, found, expected);
    }

    private void jar(Path folder, String stem, String name, String version) throws IOException {
        Path file = folder.resolve(stem + ".jar");
        String module = name.replace("muster-", "dev.muster.");
        String packages = module.equals("dev.muster.core") ? "dev/muster/" : module.replace('.', '/') + "/";
        try (JarFile jar = new JarFile(file.toFile())) {
            for (JarEntry entry : jar.stream().filter(each -> !each.isDirectory()).toList()) {
                String path = entry.getName();
                boolean ours = path.startsWith(packages) || path.equals("module-info.class");
                boolean meta = path.equals("META-INF/MANIFEST.MF")
                        || path.equals("META-INF/LICENSE")
                        || path.startsWith("META-INF/services/")
                        || path.startsWith("META-INF/maven/dev.muster/" + name + "/");
                expect(ours || meta, "%s: stray entry %s", stem, path);
                if (path.endsWith(".class")) {
                    int major = classFile(jar, entry);
                    expect(major == JAVA_17, "%s: %s has class file version %d", stem, path, major);
                }
                if (path.startsWith("META-INF/services/")) {
                    services(jar, entry, stem);
                }
            }
            Attributes manifest = jar.getManifest().getMainAttributes();
            expect(version.equals(manifest.getValue("Implementation-Version")), "%s: wrong Implementation-Version", stem);
            expect(manifest.getValue("Implementation-Title") != null, "%s: no Implementation-Title", stem);
            expect(manifest.getValue("Automatic-Module-Name") == null, "%s: a module needs no Automatic-Module-Name", stem);
            expect(manifest.getValue("Multi-Release") == null, "%s: one jar for all releases of Java was promised", stem);
            expect(
                    manifest.getValue("Built-By") == null, "%s: the manifest says who built it", stem);
            JarEntry license = jar.getJarEntry("META-INF/LICENSE");
            expect(
                    license != null && new String(jar.getInputStream(license).readAllBytes()).contains("Apache License"),
                    "%s: no license inside", stem);
            module(file, jar, module, stem);
        }
        for (String side : List.of("-sources", "-javadoc")) {
            try (JarFile jar = new JarFile(folder.resolve(stem + side + ".jar").toFile())) {
                Predicate<JarEntry> useful = entry -> entry.getName().endsWith(side.equals("-sources") ? ".java" : ".html");
                expect(jar.stream().filter(useful).count() > 3, "%s%s: is empty", stem, side);
            }
        }
        try (JarFile sources = new JarFile(folder.resolve(stem + "-sources.jar").toFile())) {
            expect(sources.getJarEntry("META-INF/LICENSE") != null, "%s-sources: no license inside", stem);
        }
    }

    private static int classFile(JarFile jar, JarEntry entry) throws IOException {
        try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
            in.readInt();
            int minor = in.readUnsignedShort();
            // a minor version marks preview features
            return minor == 0 ? in.readUnsignedShort() : -minor;
        }
    }

    private void services(JarFile jar, JarEntry entry, String stem) throws IOException {
        for (String line : new String(jar.getInputStream(entry).readAllBytes()).split("\n")) {
            if (!line.isBlank()) {
                expect(
                        jar.getJarEntry(line.strip().replace('.', '/') + ".class") != null,
                        "%s: %s names %s, which is not inside", stem, entry.getName(), line);
            }
        }
    }

    private void module(Path file, JarFile jar, String name, String stem) {
        ModuleDescriptor found =
                ModuleFinder.of(file).findAll().iterator().next().descriptor();
        System.out.print(described(found));
        expect(found.name().equals(name), "%s: the module is called %s", stem, found.name());
        expect(!found.isAutomatic() && !found.isOpen(), "%s: the module should be a closed one", stem);
        expect(!found.exports().isEmpty(), "%s: exports nothing", stem);
        found.exports().forEach(each -> expect(!each.isQualified(), "%s: %s is exported to some only", stem, each.source()));
        found.opens().forEach(each -> expect(each.isQualified(), "%s: %s is open to everybody", stem, each.source()));
        Set<String> names = found.requires().stream().map(Requires::name).collect(Collectors.toSet());
        expect(names.contains("org.jspecify"), "%s: nullness annotations are used, but not required", stem);
        expect(
                name.equals("dev.muster.core") || name.equals("dev.muster.archunit") || names.contains("dev.muster.core"),
                "%s: does not require the core", stem);
        for (Requires each : found.requires()) {
            boolean optional = each.modifiers().contains(Requires.Modifier.STATIC);
            expect(
                    optional == OPTIONAL.contains(each.name()),
                    "%s: requires %s %s", stem, each.name(), optional ? "only at compile time" : "always");
            if (name.equals("dev.muster.core")) {
                expect(
                        each.name().startsWith("java.") || optional, "%s: the core may need the JDK alone, not %s", stem, each.name());
            }
        }
    }

    private static String described(ModuleDescriptor module) {
        StringBuilder text = new StringBuilder("module " + module.name() + "\n");
        module.requires().stream().sorted().forEach(each -> text.append("  requires ")
                .append(each.modifiers().stream()
                        .filter(modifier -> modifier != Requires.Modifier.MANDATED)
                        .map(modifier -> modifier.name().toLowerCase(java.util.Locale.ROOT) + " ")
                        .sorted()
                        .collect(Collectors.joining()))
                .append(each.name())
                .append('\n'));
        module.exports().stream().sorted().forEach(each -> text.append("  exports ").append(each.source()).append('\n'));
        module.opens().stream()
                .sorted()
                .forEach(each -> text.append("  opens ").append(each.source()).append(" to ").append(String.join(", ", new TreeSet<>(each.targets()))).append('\n'));
        return text.toString();
    }

    private int count(Document document, String path) throws XPathExpressionException {
        return Integer.parseInt(xpath.evaluate("count(" + path + ")", document));
    }

    private String text(Document document, String path) throws XPathExpressionException {
        return xpath.evaluate(path, document);
    }

    private void expect(boolean holds, String problem, Object... parts) {
        if (!holds) {
            problems.add(String.format(problem, parts));
        }
    }
}
