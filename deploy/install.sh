#!/bin/sh
# 离线安装挂图：不连网络，全部从本目录安装。
#
#   sh install.sh              装到 /opt/guatu
#   sh install.sh /data/guatu  装到别处
#   PYTHON=python3.12 sh install.sh    指明用哪个 Python
#
# 已装过的，停止服务后再执行一次即为更新；更新前请先 guatu backup，更新后执行 guatu prepare。
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target=${1:-/opt/guatu}
python=${PYTHON:-python3}

stop() { echo "$1" >&2; exit 1; }

command -v "$python" > /dev/null || stop "没有找到 $python：请先安装 Python，或用 PYTHON=… 指明"
ours=$("$python" -c 'import sys, sysconfig
print("cp%d%d-%s" % (*sys.version_info[:2], sysconfig.get_platform().replace("-", "_").replace(".", "_")))')
wanted=$(cat "$here/PLATFORM")
[ "$ours" = "$wanted" ] || stop "本包适用于 $wanted，这台机器是 $ours：请用 PYTHON=… 指明相应版本，或换用对应的安装包"

echo "核对安装包……"
(cd "$here" && sha256sum --check --quiet SHA256SUMS) || stop "安装包不完整或被改动，请重新拷贝"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$python" -m zipfile -e "$here"/tools/uv-*.whl "$work/uv"
uv=$(echo "$work"/uv/uv-*.data/scripts/uv)
chmod +x "$uv"
export UV_CACHE_DIR="$work/cache" UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never UV_NO_CONFIG=1 UV_OFFLINE=1 UV_NO_PROGRESS=1

echo "安装到 $target……"
mkdir -p "$target" 2> /dev/null || stop "不能写入 $target：请用 root 执行，或换一个目录"
"$uv" venv --quiet --allow-existing --python "$python" "$target" || stop "无法建立 $target"
"$uv" pip install --quiet --no-index --find-links "$here/wheels" --require-hashes \
  --python "$target/bin/python" --requirement "$here/requirements.txt" || stop "安装依赖失败：安装包不完整"
"$uv" pip install --quiet --no-index --no-deps --reinstall --python "$target/bin/python" "$here"/program/guatu-*.whl \
  || stop "安装程序失败"
mkdir -p "$target/deploy" "$target/docs"
cp "$here"/guatu.service "$here"/guatu-backup.service "$here"/guatu-backup.timer "$here"/guatu.env "$target/deploy/"
cp "$here/deploy.md" "$target/docs/"

"$target/bin/guatu" --version
cat << END
装好了。首次安装接着做：
  export GUATU_DATA=/srv/guatu
  $target/bin/guatu prepare
  $target/bin/guatu user add --help
  $target/bin/guatu serve
作为系统服务运行和每夜备份，见 $target/docs/deploy.md 和 $target/deploy。
更新的，请执行 $target/bin/guatu prepare 和 $target/bin/guatu verify，再启动服务。
END
