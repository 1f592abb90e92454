package cli

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// files returns the files below the folders with their content, links as "link".
func files(t *testing.T, root string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, _ := filepath.Rel(root, path)
		name = filepath.ToSlash(name)
		if !d.Type().IsRegular() {
			all[name] = "link"
			return nil
		}
		data, err := os.ReadFile(path)
		all[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// write writes files below a folder.
func write(t *testing.T, root string, all map[string]string) {
	t.Helper()
	for name, content := range all {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// What an older Hilo kept in one folder is in the new ones after the start.
func TestOldFolderIsMoved(t *testing.T) {
	for name, c := range map[string]struct{ before, after map[string]string }{
		"everything": {
			before: map[string]string{
				"old/hilo.db": "queue", "old/hilo.db.older-20261101-101010.000": "copy", "old/demo.db": "demo", "old/profiles.signed": "p", "old/versions.signed": "v",
				"old/hilo.log": "log", "old/hilo.log.1": "log 1", "old/crash.txt": "crash", "old/crash.txt.1": "crash 1", "old/cache/player-1": "script",
			},
			after: map[string]string{
				"data/hilo.db": "queue", "data/hilo.db.older-20261101-101010.000": "copy", "data/demo.db": "demo", "data/profiles.signed": "p", "data/versions.signed": "v",
				"state/hilo.log": "log", "state/hilo.log.1": "log 1", "state/crash.txt": "crash", "state/crash.txt.1": "crash 1", "cache/player-1": "script",
			},
		},
		"both there": {
			before: map[string]string{"old/hilo.db": "old", "old/hilo.db.x": "copy", "old/hilo.log": "old log", "old/cache/a": "old", "data/hilo.db": "new", "state/hilo.log": "new log", "cache/b": "new"},
			after:  map[string]string{"old/hilo.db": "old", "old/hilo.db.x": "copy", "old/hilo.log": "old log", "old/cache/a": "old", "data/hilo.db": "new", "state/hilo.log": "new log", "cache/b": "new"},
		},
		"another's files": {
			before: map[string]string{"old/hilo.db": "queue", "old/notes.txt": "mine", "data/LICENSE": "of the package"},
			after:  map[string]string{"data/hilo.db": "queue", "old/notes.txt": "mine", "data/LICENSE": "of the package"},
		},
		"interrupted": { // the queue is the last to be moved
			before: map[string]string{"old/hilo.db": "queue", "data/hilo.db.x": "copy"},
			after:  map[string]string{"data/hilo.db": "queue", "data/hilo.db.x": "copy"},
		},
		"a copy of that name is there": {
			before: map[string]string{"old/hilo.db": "queue", "old/hilo.db.x": "old", "data/hilo.db.x": "new"},
			after:  map[string]string{"data/hilo.db": "queue", "old/hilo.db.x": "old", "data/hilo.db.x": "new"},
		},
		"first start": {},
	} {
		t.Run(name, func(t *testing.T) {
			root := t.TempDir()
			write(t, root, c.before)
			now, old := below(root)
			move(old, now)
			if got := files(t, root); !maps.Equal(got, c.after) {
				t.Errorf("there are %v, want %v", got, c.after)
			}
			if got := now.or(old); got != now {
				t.Errorf("%v are used", got)
			}
			if _, err := os.Lstat(old.Data); err == nil && name == "everything" {
				t.Error("the empty folder is still there")
			}
		})
	}
}

// below returns folders in one for a test.
func below(root string) (now, old Folders) {
	return Folders{filepath.Join(root, "data"), filepath.Join(root, "state"), filepath.Join(root, "cache")}, in(filepath.Join(root, "old"))
}

// A queue that is a link, or in a folder that is one, is used where it is.
func TestLinksAreNotMoved(t *testing.T) {
	for _, link := range []string{"old", "old/hilo.db", "old/cache"} {
		root := t.TempDir()
		write(t, root, map[string]string{"old/hilo.db": "queue", "old/hilo.log": "log", "old/cache/a": "script"})
		path := filepath.Join(root, filepath.FromSlash(link))
		target := filepath.Join(root, "target")
		if err := os.Rename(path, target); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(target, path); err != nil {
			t.Skipf("no symbolic links: %v", err)
		}
		now, old := below(root)
		move(old, now)
		if info, err := os.Lstat(path); err != nil || info.Mode()&os.ModeSymlink == 0 {
			t.Errorf("%s: %v, %v", link, info, err)
		}
		if _, err := os.Lstat(target); err != nil {
			t.Error(err)
		}
		f := now.or(old)
		if data, err := os.ReadFile(f.Queue(false)); err != nil || string(data) != "queue" {
			t.Errorf("%s: the queue in %s is %q, %v", link, f.Data, data, err)
		}
	}
}

// The folder is moved to the other system's folder by a start, and not by a look.
func TestFoldersOfXDG(t *testing.T) {
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		t.Skip("XDG's folders are not this system's")
	}
	for _, given := range []bool{false, true} {
		home := t.TempDir()
		want := []string{home + "/.local/share/hilo", home + "/.local/state/hilo", home + "/.cache/hilo"}
		env := []string{foldersEnv + "=1", "HOME=" + home}
		config := home + "/.config"
		if given {
			config = home + "/c"
			want = []string{home + "/d/hilo", home + "/s/hilo", home + "/k/hilo"}
			env = append(env, "XDG_CONFIG_HOME="+home+"/c", "XDG_DATA_HOME="+home+"/d", "XDG_STATE_HOME="+home+"/s", "XDG_CACHE_HOME="+home+"/k")
		}
		write(t, config, map[string]string{"hilo/hilo.db": "queue", "hilo/hilo.log": "log"})
		c := exec.Command(os.Args[0])
		c.Env = env
		out, err := c.CombinedOutput()
		lines := strings.Split(string(out), "\n")
		if err != nil || len(lines) != 5 || lines[4] != "<nil>" {
			t.Fatalf("%v: %s", err, out)
		}
		for i, folder := range want {
			if lines[i] != folder {
				t.Errorf("%s, want %s", lines[i], folder)
			}
		}
		for _, file := range []string{want[0] + "/hilo.db", want[1] + "/hilo.log"} {
			if _, err := os.Stat(file); err != nil {
				t.Error(err)
			}
		}
		if info, err := os.Stat(want[0]); err != nil || info.Mode().Perm() != 0o700 {
			t.Errorf("%v, %v", info, err)
		}
		if _, err := os.Stat(config + "/hilo"); err == nil {
			t.Error("the old folder is still there")
		}
	}
}

func TestFoldersElsewhere(t *testing.T) {
	for system, c := range map[string]struct {
		home, config, cache string
		want                Folders
	}{
		"windows": {"U", "U/AppData/Roaming", "U/AppData/Local", Folders{"U/AppData/Roaming/hilo", "U/AppData/Local/hilo", "U/AppData/Local/hilo/cache"}},
		"darwin":  {"/U", "/U/Library/Application Support", "/U/Library/Caches", Folders{"/U/Library/Application Support/hilo", "/U/Library/Logs/hilo", "/U/Library/Caches/hilo"}},
	} {
		got := notXDG(system, c.home, c.config, c.cache)
		if got = (Folders{filepath.ToSlash(got.Data), filepath.ToSlash(got.State), filepath.ToSlash(got.Cache)}); got != c.want {
			t.Errorf("%s: %v, want %v", system, got, c.want)
		}
	}
}

// -data DIR keeps everything in one folder; a look makes nothing.
func TestFoldersOfData(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "d")
	f, err := FindFolders(dir)
	if _, missing := os.Stat(dir); err != nil || missing == nil || f != in(dir) {
		t.Errorf("%v, %v", f, err)
	}
	if f, err := OpenFolders(dir); err != nil || f != in(dir) || !isFolder(dir) {
		t.Errorf("%v, %v", f, err)
	}
}

func TestBesideProgram(t *testing.T) {
	for want, c := range map[string][3]string{
		"/usr/bin":        {"/usr/bin/hilo"},
		"/home/ana/apps":  {"/tmp/.mount_Hilo/usr/bin/hilo", "/home/ana/apps/Hilo.AppImage", "/tmp/.mount_Hilo"},
		"/opt/hilo":       {"/opt/hilo/hilo", "/home/ana/apps/Other.AppImage", "/tmp/.mount_Other"}, // started by an AppImage
		"/Volumes/STICK":  {"/Volumes/STICK/Hilo.app/Contents/MacOS/hilo"},
		"/Contents/MacOS": {"/Contents/MacOS/hilo"},
	} {
		for i := range c {
			c[i] = filepath.FromSlash(c[i])
		}
		if got := filepath.ToSlash(besideProgram(c[0], c[1], c[2])); got != want {
			t.Errorf("%v: %s, want %s", c, got, want)
		}
	}
}

// foldersEnv makes the test program print its folders instead.
const foldersEnv = "HILO_TEST_FOLDERS"

func printFolders() {
	f, err := OpenFolders("")
	fmt.Printf("%s\n%s\n%s\n%s\n%v", f.Data, f.State, f.Cache, Downloads(), err)
}

// A Hilo with hilo.portable beside it keeps everything in that folder.
func TestPortable(t *testing.T) {
	home, elsewhere := t.TempDir(), t.TempDir()
	self, err := os.ReadFile(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(home, "hilo")
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	if err := os.WriteFile(program, self, 0o700); err != nil {
		t.Fatal(err)
	}
	folders := func() (inside int) {
		c := exec.Command(program)
		c.Env = append(os.Environ(), foldersEnv+"=1", "HOME="+elsewhere, "USERPROFILE="+elsewhere, "XDG_CONFIG_HOME="+elsewhere, "XDG_DATA_HOME="+elsewhere, "XDG_STATE_HOME="+elsewhere, "XDG_CACHE_HOME="+elsewhere, "AppData="+elsewhere, "LocalAppData="+elsewhere, "APPIMAGE=")
		out, err := c.CombinedOutput()
		lines := strings.Split(string(out), "\n")
		if err != nil || len(lines) != 5 || lines[4] != "<nil>" {
			t.Fatalf("%v: %s", err, out)
		}
		resolved, err := filepath.EvalSymlinks(home)
		if err != nil {
			t.Fatal(err)
		}
		for _, folder := range lines[:4] {
			if rest, ok := strings.CutPrefix(folder, resolved); ok && rest != "" {
				inside++
			}
		}
		return inside
	}
	if n := folders(); n != 0 {
		t.Errorf("%d of 4 are beside a program that is not portable", n)
	}
	if err := os.WriteFile(filepath.Join(home, portableMark), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if n := folders(); n != 4 {
		t.Errorf("%d of 4 are beside the program", n)
	}
}
